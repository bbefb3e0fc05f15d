package dev.jetway.agents.travel;

import dev.jetway.agents.Skill;
import dev.jetway.agents.memory.Preference;
import java.util.List;

/** The skills on the card of {@link MemoryAgent}. They require nothing: what is missing, the agent asks for. */
final class MemorySkills {

    static final String REMEMBER = "memory.remember";
    static final String RECALL = "memory.recall";
    static final String FORGET = "memory.forget";

    static final List<Skill> ALL = List.of(
            new Skill(
                            REMEMBER,
                            "Remembers, for later conversations, where the traveler starts from, their class, their seat, how many stars a hotel is to have, or their diet.",
                            Json.literal("""
                            {"type": "object", "additionalProperties": false, "properties": {
                              "home": {"type": "object", "required": ["city", "country"], "properties": {
                                "city": {"type": "string"}, "country": {"type": "string"}, "iata": {"type": "string"}}},
                              "cabin": {"enum": ["economy", "premium", "business", "first"]},
                              "seat": {"enum": ["aisle", "window"]},
                              "stars": {"type": "integer", "minimum": 1, "maximum": 5},
                              "diet": {"enum": ["vegetarian", "vegan", "kosher", "halal", "gluten-free"]}}}
                            """),
                            List.of())
                    .askedLike(List.of(
                            "remember that I always fly from Edinburgh",
                            "please remember that I prefer an aisle seat",
                            "my home airport is Manchester, keep that in mind",
                            "remember I am vegetarian",
                            "for the future: I like four star hotels")),
            new Skill(
                            RECALL,
                            "Shows what is remembered about the traveler: their preferences and past trips.",
                            Json.literal("{\"type\": \"object\", \"properties\": {}}"),
                            List.of())
                    .askedLike(List.of(
                            "what do you remember about me",
                            "what do you know about me",
                            "show me everything you have stored about me",
                            "which of my preferences have you saved")),
            new Skill(
                            FORGET,
                            "Forgets what is remembered about the traveler: some preferences, the past trips, or everything.",
                            Json.literal("""
                            {"type": "object", "additionalProperties": false, "properties": {
                              "everything": {"type": "boolean"},
                              "trips": {"type": "boolean"},
                              "preferences": {"type": "array", "maxItems": 5,
                                "items": {"enum": ["home", "cabin", "seat", "stars", "diet"]}}}}
                            """),
                            List.of())
                    .askedLike(List.of(
                            "forget everything about me",
                            "forget my home airport",
                            "delete what you know about me",
                            "don't remember anything about me",
                            "erase my data")));

    private MemorySkills() {}

    static String name(Preference preference) {
        return switch (preference) {
            case HOME -> "where you start from";
            case CABIN -> "your class";
            case SEAT -> "your seat";
            case STARS -> "your hotels' stars";
            case DIET -> "your diet";
        };
    }
}
