package dev.jetway.runtime.model.exchange;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long an address wants to be left alone: as seconds, as a date, or, as some makers do, as milliseconds. */
final class RetryAfter {

    private RetryAfter() {}

    /** Nothing where it does not say, or not in a way that can be understood. */
    static Optional<Duration> of(HttpResponse response, Clock clock) {
        return response.getHeader("retry-after-ms")
                .map(HttpHeader::value)
                .filter(RetryAfter::isNumber)
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .or(() ->
                        response.getHeader("retry-after").map(HttpHeader::value).flatMap(it -> of(it, clock)));
    }

    static Optional<Duration> of(String value, Clock clock) {
        if (isNumber(value)) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var wait = Duration.between(clock.instant(), at);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isNumber(String value) {
        return value.matches("\\d{1,9}");
    }
}
