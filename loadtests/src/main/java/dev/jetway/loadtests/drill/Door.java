package dev.jetway.loadtests.drill;

import java.net.URI;

/**
 * Where a front end may come in.
 *
 * @param region empty where there is only one
 * @param url the WebSocket of a node
 */
public record Door(String region, URI url) {}
