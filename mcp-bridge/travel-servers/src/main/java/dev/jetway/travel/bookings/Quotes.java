package dev.jetway.travel.bookings;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.travel.Refusal;
import dev.jetway.travel.simulation.Money;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Quotes carry themselves: a price promised to one traveler until an instant, signed, so that nothing is stored for
 * those who never book, and a restart forgets none.
 */
final class Quotes {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String MAC = "HmacSHA256";

    private final ObjectMapper json;
    private final SecretKeySpec key;

    Quotes(byte[] secret, ObjectMapper json) {
        this.json = json;
        key = new SecretKeySpec(mac(new SecretKeySpec(secret, MAC), "jetway travel quotes"), MAC);
    }

    record Quote(String subject, String kind, String offerId, List<String> travelers, Money price, long validUntil) {}

    String seal(Quote quote) {
        try {
            String body = ENCODER.encodeToString(json.writeValueAsBytes(quote));
            return body + "." + ENCODER.encodeToString(signature(body));
        } catch (IOException e) {
            throw new IllegalStateException("A quote cannot be written", e);
        }
    }

    /** Refuses a quote that was altered, is somebody else's, or has run out. */
    Quote open(String quoteId, String subject, Instant now) {
        int dot = quoteId.indexOf('.');
        try {
            String body = dot < 0 ? "" : quoteId.substring(0, dot);
            byte[] signature = Base64.getUrlDecoder().decode(quoteId.substring(dot + 1));
            if (!MessageDigest.isEqual(signature, signature(body))) {
                throw altered();
            }
            Quote quote = json.readValue(Base64.getUrlDecoder().decode(body), Quote.class);
            if (!quote.subject().equals(subject)) {
                throw new Refusal("That quote was made for another traveler; ask bookings.quote for one of your own");
            }
            if (now.toEpochMilli() >= quote.validUntil()) {
                throw new Refusal("That quote was valid until " + Instant.ofEpochMilli(quote.validUntil())
                        + "; ask bookings.quote again");
            }
            return quote;
        } catch (IOException | IllegalArgumentException e) {
            throw altered();
        }
    }

    private static Refusal altered() {
        return new Refusal("That quoteId was altered or is none; take it unchanged from bookings.quote");
    }

    private byte[] signature(String body) {
        return Arrays.copyOf(mac(key, body), 16);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(MAC + " is not available", e);
        }
    }
}
