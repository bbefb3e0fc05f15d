package dev.jetway.travel.world;

import java.util.List;

/** @param code ISO 3166-1 alpha-2
 * @param currency ISO 4217, empty where there is none */
public record Country(String code, String name, String continent, String currency, List<String> languages) {}
