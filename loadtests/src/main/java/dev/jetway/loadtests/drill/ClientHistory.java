package dev.jetway.loadtests.drill;

import java.util.List;
import java.util.stream.Stream;

/** Everything one front end did and saw, in order. */
public record ClientHistory(String traveler, List<Observation> observations) {

    public ClientHistory {
        observations = List.copyOf(observations);
    }

    <T extends Observation> Stream<T> all(Class<T> kind) {
        return observations.stream().filter(kind::isInstance).map(kind::cast);
    }
}
