package dev.jetway.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.ZoneId;
import java.util.Locale;

/**
 * The person a conversation belongs to, as the gateway authenticated them.
 *
 * @param subject who they are, unique and stable; never shown
 * @param locale how they write numbers and dates, as an IETF tag: {@code en-GB}
 * @param timeZone where they are, as an IANA id: {@code Europe/London}
 * @param currency what they pay in, as an ISO 4217 code: {@code GBP}
 * @param tenant the company they travel for; null for none
 */
public record Traveler(
        String subject,
        String locale,
        String timeZone,
        String currency,
        @JsonInclude(JsonInclude.Include.NON_NULL) String tenant) {

    /** Of no company. */
    public Traveler(String subject, String locale, String timeZone, String currency) {
        this(subject, locale, timeZone, currency, null);
    }

    public Traveler {
        if (subject.isBlank() || subject.length() > 128) {
            throw new IllegalArgumentException("A traveler needs a subject of 1 to 128 characters");
        }
    }

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    public Locale toLocale() {
        return Locale.forLanguageTag(locale);
    }
}
