package dev.jetway.agents.planning.reading;

/** What the words around a place make of it. */
enum PlaceRole {
    FROM,
    TO,
    /** In it, near it, about it. */
    AT,
    VIA,
    /** "Instead of Rome", "not Rome". */
    NOT,
    NONE;

    /** By the words before the name at {@code i}. */
    static PlaceRole before(Words words, int i) {
        int at = i - 1;
        while (words.is(at, "the", "central", "downtown", "sunny", "beautiful", "lovely", "(")) {
            at--;
        }
        return switch (words.at(at)) {
            case "from", "leaving", "departing", "leave", "depart", "ex" -> FROM;
            case "between" -> FROM;
            case "to", "towards", "toward", "into", "visit", "visiting", "reach", "reaching", "→" ->
                words.is(at - 1, "next", "close", "closest", "nearest") ? AT : TO;
            case "via", "through" -> VIA;
            case "not", "than" -> NOT;
            case "of" -> of(words, at);
            case "for" -> words.is(at - 1, "leaving", "leave", "bound", "heading", "headed", "departing") ? TO : AT;
            case "in", "at" -> in(words, at);
            case "near", "around", "within", "about", "is", "explore" -> AT;
            default -> NONE;
        };
    }

    /** True when a place must stand behind the words before {@code i}, and nothing else can. */
    static boolean mustFollow(Words words, int i) {
        return words.is(i - 1, "from", "to", "near", "via") || (words.is(i - 1, "in") && before(words, i) != NONE);
    }

    private static PlaceRole of(Words words, int at) {
        if (words.is(at - 1, "out")) {
            return FROM;
        }
        return words.is(at - 1, "instead") ? NOT : AT;
    }

    private static PlaceRole in(Words words, int at) {
        if (words.is(at - 1, "check", "checking", "checked")) {
            return NONE;
        }
        if (words.is(at - 1, "live", "living", "based", "starting", "start", "beginning", "begin")) {
            return FROM;
        }
        if (words.is(at - 1, "arriving", "arrive", "landing", "land", "arrival")) {
            return TO;
        }
        return words.is(at - 1, "stop", "stopover", "layover", "stopping", "connection", "connecting", "changing")
                ? VIA
                : AT;
    }
}
