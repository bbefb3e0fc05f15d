package dev.jetway.loadtests.drill;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything one front end did and saw, in order.
 *
 * @param traveler whose only conversation it shows; another front end may show the same one
 * @param client names the front end
 */
public record ClientHistory(String traveler, String client, List<Noted> noted) {

    /** @param region the front end was connected to, or had been last */
    public record Noted(Instant at, String region, Observation what) {}

    public ClientHistory {
        noted = List.copyOf(noted);
    }

    public <T extends Observation> Stream<T> all(Class<T> kind) {
        return noted.stream().map(Noted::what).filter(kind::isInstance).map(kind::cast);
    }
}
