package dev.jetway.agents.planning.reading;

import java.util.OptionalInt;

/** Who travels; null where nothing was said. */
public record Party(Integer adults, Integer children, Integer rooms) {

    public static final Party NONE = new Party(null, null, null);

    private static final int MOST = 99;

    public boolean empty() {
        return adults == null && children == null && rooms == null;
    }

    public Party over(Party earlier) {
        return new Party(
                adults != null ? adults : earlier.adults,
                children != null ? children : earlier.children,
                rooms != null ? rooms : earlier.rooms);
    }

    public int adultsOrOne() {
        return adults == null ? 1 : adults;
    }

    public int childrenOrNone() {
        return children == null ? 0 : children;
    }

    public static Party read(Words words) {
        Integer adults = null;
        Integer children = null;
        Integer rooms = null;
        for (int i = 0; i < words.size(); i++) {
            var count = Numbers.cardinal(words.at(i));
            if (count.isPresent() && !words.used(i)) {
                int noun = words.is(i + 1, "young", "small", "double", "single") ? i + 2 : i + 1;
                switch (words.at(noun)) {
                    case "adult", "adults", "people", "persons", "passengers", "travelers", "travellers", "pax" ->
                        adults = take(words, i, noun, adults, count);
                    case "guests", "of" -> {
                        if (words.is(noun, "guests") || words.is(noun + 1, "us")) {
                            adults = take(words, i, noun, adults, count);
                        }
                    }
                    case "child", "children", "kid", "kids", "infant", "baby", "babies" ->
                        children = take(words, i, noun, children, count);
                    case "room", "rooms" -> {
                        // “a room” says that a room is wanted, not how many.
                        if (!words.is(i, "a")) {
                            rooms = take(words, i, noun, rooms, count);
                        }
                    }
                    default -> {}
                }
            } else if (adults == null && alone(words, i)) {
                adults = 1;
            } else if (adults == null && couple(words, i)) {
                adults = 2;
            } else if (adults == null && words.is(i, "family") && words.is(i + 1, "of")) {
                var size = Numbers.cardinal(words.at(i + 2));
                if (size.isPresent() && size.getAsInt() > 2) {
                    adults = 2;
                    children = size.getAsInt() - 2;
                }
            }
        }
        return new Party(adults, children, rooms);
    }

    private static Integer take(Words words, int from, int noun, Integer before, OptionalInt count) {
        words.use(from, noun + 1);
        return before != null ? before : Math.min(count.getAsInt(), MOST);
    }

    private static boolean alone(Words words, int i) {
        return words.is(i, "alone", "solo") || (words.is(i, "just", "only") && words.is(i + 1, "me"));
    }

    private static boolean couple(Words words, int i) {
        return (words.is(i, "my") && words.is(i + 1, "wife", "husband", "partner", "girlfriend", "boyfriend"))
                || (words.is(i, "for") && words.is(i + 1, "two") && !words.is(i + 2, "nights", "days", "weeks"));
    }
}
