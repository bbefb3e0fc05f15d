package dev.jetway.agents.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What of a traveler's ways can be remembered. Stored by {@link #key()}: a key is a contract. */
public enum Preference {
    /** Where they start from, as {@link Home#text()} has it. */
    HOME("home", List.of()),
    CABIN("cabin", List.of("economy", "premium", "business", "first")),
    SEAT("seat", List.of("aisle", "window")),
    /** How many stars a hotel is to have. */
    STARS("stars", List.of("1", "2", "3", "4", "5")),
    DIET("diet", List.of("vegetarian", "vegan", "kosher", "halal", "gluten-free"));

    private final String key;
    private final List<String> values;

    Preference(String key, List<String> values) {
        this.key = key;
        this.values = values;
    }

    public String key() {
        return key;
    }

    public static Optional<Preference> of(String key) {
        return Arrays.stream(values()).filter(it -> it.key.equals(key)).findFirst();
    }

    /** Whether this can be remembered as it is written. There is no free text: nothing else gets into a memory. */
    public boolean takes(String value) {
        return this == HOME ? Home.parse(value).isPresent() : values.contains(value);
    }

    /** What they may be, for a schema; empty when they are not words of a list. */
    public List<String> choices() {
        return values;
    }

    /** A sentence without its full stop, to the traveler: {@code you fly in business class}. */
    String inWords(String value) {
        return switch (this) {
            case HOME ->
                "you start from " + Home.parse(value).map(Home::inWords).orElse(value);
            case CABIN ->
                value.equals("premium") ? "you fly in premium economy" : "you fly in %s class".formatted(value);
            case SEAT -> value.equals("aisle") ? "you like an aisle seat" : "you like a window seat";
            case STARS ->
                value.equals("1") ? "you like hotels with one star" : "you like hotels with %s stars".formatted(value);
            case DIET -> "you eat %s".formatted(value);
        };
    }
}
