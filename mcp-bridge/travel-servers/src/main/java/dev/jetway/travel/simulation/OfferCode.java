package dev.jetway.travel.simulation;

import dev.jetway.travel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Offers name themselves: their fields and a check of them, so that no search has to be remembered. */
final class OfferCode {

    private final long seed;

    OfferCode(long seed) {
        this.seed = seed;
    }

    String encode(List<String> fields) {
        String text = String.join("~", fields);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((text + "~" + check(text)).getBytes(StandardCharsets.UTF_8));
    }

    /** The fields of an offer of this kind, as many as asked for. */
    List<String> decode(String offerId, String kind, int count) {
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(offerId), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw forged(kind);
        }
        int end = text.lastIndexOf('~');
        if (end < 0 || !check(text.substring(0, end)).equals(text.substring(end + 1))) {
            throw forged(kind);
        }
        List<String> fields = List.of(text.substring(0, end).split("~", -1));
        if (!fields.get(0).equals(kind) || fields.size() != count) {
            throw new Refusal("That offerId is not of a " + kind + "; give kind and offerId of the same search");
        }
        return fields;
    }

    private String check(String text) {
        return Long.toHexString(Dice.of(seed, "offer " + text).bits());
    }

    private static Refusal forged(String kind) {
        return new Refusal(
                "That offerId was altered or is of another world; take it unchanged from " + kind + "s.search");
    }
}
