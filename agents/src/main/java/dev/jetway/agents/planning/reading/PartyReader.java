package dev.jetway.agents.planning.reading;

import java.util.List;
import java.util.OptionalInt;

/** Counts the people of one message: "two adults and a child", "me and my wife", "family of four", "kids aged 4 and 7". */
final class PartyReader {

    private static final int MOST = 99;
    private static final int GROWN_UP = 18;
    private static final int AGES = 6;
    private static final List<String> COUNTED = List.of("adults", "people", "children");

    private final Words words;
    private Integer adults;
    private Integer children;
    private Integer rooms;
    /** People beside the traveler that were named one by one. */
    private int companions;

    private int offspring;
    private int ages;
    /** "Four of us": children and all. */
    private boolean everybody;

    private String taken = "";

    PartyReader(Words words) {
        this.words = words;
    }

    Party read() {
        for (int i = 0; i < words.size(); i++) {
            if (!words.used(i)) {
                person(i);
            }
        }
        if (everybody && adults != null && children != null && children < adults) {
            adults -= children;
            everybody = false;
        }
        if (adults == null && companions > 0) {
            adults = companions + 1;
        }
        if (children == null && Math.max(ages, offspring) > 0) {
            children = Math.max(ages, offspring);
        }
        return new Party(adults, children, rooms, everybody, taken);
    }

    private void person(int i) {
        if (age(i) || grouped(i) || plus(i)) {
            return;
        }
        var count = Numbers.cardinal(words.at(i));
        if (count.isPresent() && counted(i, count)) {
            return;
        }
        if (words.is(i, "alone", "solo", "myself") || (words.is(i, "just", "only") && words.is(i + 1, "me"))) {
            adults = adults == null && !words.is(i - 1, "not") ? Integer.valueOf(1) : adults;
        } else if (words.is(i, "couple") && !words.is(i + 1, "of") && words.is(i - 1, "a", "as", "married")) {
            adults = adults == null ? Integer.valueOf(2) : adults;
        } else if (words.is(i - 1, "my", "our", "a", "and", "the")) {
            relative(i);
        }
    }

    /** {@code two adults}, {@code 3 young children}, {@code four of us}, {@code 2 rooms}, {@code for three}. */
    private boolean counted(int i, OptionalInt count) {
        int noun = words.is(i + 1, "young", "small", "little", "other", "double", "single", "grown", "hotel")
                ? i + 2
                : i + 1;
        noun = words.is(noun, "-") ? noun + 1 : noun;
        switch (spelled(words.at(noun))) {
            case "adult", "adults", "people", "persons", "person", "passengers", "passenger", "pax", "ppl", "ups" ->
                adults = take(i, noun, adults, count);
            case "travelers", "travellers", "traveler", "traveller", "seniors", "students", "tickets", "seats" ->
                adults = take(i, noun, adults, count);
            case "guests", "guest" -> adults = take(i, noun, adults, count);
            case "of" -> {
                if (!words.is(noun + 1, "us")) {
                    return false;
                }
                adults = take(i, noun, adults, count);
                everybody = true;
            }
            case "friends", "colleagues", "coworkers" -> {
                boolean beside = words.is(i - 1, "with", "and", "plus", "&") || words.is(noun + 1, "and");
                companions += Math.min(count.getAsInt(), MOST) - (beside ? 0 : 1);
                words.use(i, noun + 1);
            }
            case "teenager",
                    "teenagers",
                    "teens",
                    "child",
                    "children",
                    "kid",
                    "kids",
                    "infant",
                    "infants",
                    "baby",
                    "babies",
                    "toddler",
                    "toddlers" -> children = take(i, noun, children, count);
            case "room", "rooms" -> {
                // “a room” says that a room is wanted, not how many.
                if (!words.is(i, "a")) {
                    rooms = take(i, noun, rooms, count);
                }
            }
            default -> {
                boolean total = words.is(i + 1, "in") && words.is(i + 2, "all", "total") && !words.is(i - 1, "of");
                boolean bare = count.getAsInt() >= 2 && count.getAsInt() <= 9 && (ends(i + 1) || total);
                boolean we = words.is(i - 1, "are", "be") && words.is(i - 2, "we", "we'll", "will");
                if (!bare || !(words.is(i - 1, "for", "we're") || we || total)) {
                    return false;
                }
                adults = take(i, i, adults, count);
            }
        }
        return true;
    }

    /** {@code family of four}, {@code a party of five}. */
    private boolean grouped(int i) {
        var size = words.is(i + 1, "of") ? Numbers.cardinal(words.at(i + 2)) : OptionalInt.empty();
        if (size.isEmpty() || size.getAsInt() > MOST || !words.is(i, "family", "party", "group")) {
            return false;
        }
        words.use(i, i + 3);
        if (words.is(i, "family") && size.getAsInt() > 2 && adults == null && children == null) {
            adults = 2;
            children = size.getAsInt() - 2;
            taken = "I took a family of %s as two adults and %s."
                    .formatted(words.at(i + 2), children == 1 ? "a child" : children + " children");
        } else if (adults == null) {
            adults = size.getAsInt();
        }
        return true;
    }

    /** {@code 2+1}: adults and children; {@code 2pax}. */
    private boolean plus(int i) {
        var first = Numbers.digits(words.at(i), 1);
        var second = Numbers.digits(words.at(i + 2), 1);
        if (first.isPresent() && second.isPresent() && words.is(i + 1, "+") && adults == null) {
            adults = first.getAsInt();
            children = second.getAsInt();
            words.use(i, i + 3);
            return true;
        }
        var word = words.at(i);
        var glued =
                word.endsWith("pax") ? Numbers.digits(word.substring(0, word.length() - 3), 2) : OptionalInt.empty();
        if (glued.isPresent()) {
            adults = take(i, i, adults, glued);
        }
        return glued.isPresent();
    }

    private void relative(int i) {
        switch (words.at(i)) {
            case "wife", "husband", "partner", "girlfriend", "boyfriend", "spouse", "fiance", "fiancee" ->
                companions += words.is(i - 1, "my", "our") ? 1 : 0;
            case "missus" -> companions++;
            case "friend", "colleague", "mother", "mom", "mum", "father", "dad", "brother", "sister", "boss" ->
                companions += together(i) ? 1 : 0;
            case "parents", "grandparents" -> companions += together(i) ? 2 : 0;
            case "son", "daughter", "child", "kid", "baby", "toddler" -> offspring++;
            default -> {}
        }
    }

    /** "With my mother", "my mother and I"; not "a present for my mother". */
    private boolean together(int i) {
        return words.is(i - 2, "with", "and", "plus", ",", "&") || words.is(i + 1, "and", "&");
    }

    /** {@code aged 4 and 7}, {@code a 5-year-old}, {@code 12 years old}. */
    private boolean age(int i) {
        if (words.is(i, "aged", "age", "ages")) {
            int at = i + 1;
            int found = 0;
            while (found < AGES && years(at) >= 0) {
                found++;
                at += words.is(at + 1, "and", ",", "&") && years(at + 2) >= 0 ? 2 : 1;
            }
            ages += found;
            words.use(i, at);
            return found > 0;
        }
        int year = words.is(i + 1, "-") ? i + 2 : i + 1;
        int old = words.is(year + 1, "-") ? year + 2 : year + 1;
        if (years(i) < 0 || !words.is(year, "year", "years", "yr") || !words.is(old, "old", "olds")) {
            return false;
        }
        ages++;
        words.use(i, old + 1);
        return true;
    }

    /** The age of a child; -1 for anything else. */
    private int years(int i) {
        var years = words.is(i, "a", "an") ? OptionalInt.empty() : Numbers.cardinal(words.at(i));
        return years.isPresent() && years.getAsInt() < GROWN_UP ? years.getAsInt() : -1;
    }

    private boolean ends(int i) {
        return words.at(i).isEmpty()
                || (!words.get(i).text() && !words.is(i, "-", "–", "/", ".", ":"))
                || (words.is(i, ".") && !words.touches(i))
                || words.is(
                        i, "on", "in", "at", "from", "under", "with", "please", "next", "this", "tomorrow", "tonight")
                || (words.is(i, "and", "for")
                        && !Numbers.cardinal(words.at(i + 1)).isPresent())
                || (words.is(i, "and") && words.is(i + 1, "a", "an"));
    }

    /** The nouns people are in a hurry to write. */
    private static String spelled(String noun) {
        for (var meant : COUNTED) {
            if (noun.length() > 4 && Spelling.oneSlip(noun, meant)) {
                return meant;
            }
        }
        return noun;
    }

    private Integer take(int from, int noun, Integer before, OptionalInt count) {
        words.use(from, noun + 1);
        return before != null ? before : Math.min(count.getAsInt(), MOST);
    }
}
