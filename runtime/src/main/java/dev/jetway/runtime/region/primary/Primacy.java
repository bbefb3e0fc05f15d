package dev.jetway.runtime.region.primary;

import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.Collection;
import java.util.Optional;

/**
 * What one region durably knows of where the primary is.
 *
 * @param own the region that knows it
 * @param latest of the highest term
 */
record Primacy(String own, PrimaryMoved latest) implements JetwaySerializable {

    boolean here() {
        return latest.region().equals(own);
    }

    Primacy with(PrimaryMoved moved) {
        return moved.term() > latest.term() ? new Primacy(own, moved) : this;
    }

    /** What is to be recorded of what others say, if anything. */
    Optional<PrimaryMoved> news(Collection<PrimaryMoved> heard) {
        return heard.stream().max(PrimaryMoved.BY_TERM).filter(moved -> moved.term() > latest.term());
    }

    /** Why this region must not act, in a sentence; empty when it may. */
    Optional<String> obstacle(Collection<PrimaryMoved> heard) {
        var other = heard.stream().filter(latest::contradicts).findFirst();
        if (other.isPresent()) {
            return Optional.of("The primary region is %s here, and %s elsewhere, both in term %d"
                    .formatted(latest.region(), other.get().region(), latest.term()));
        }
        return here()
                ? Optional.empty()
                : Optional.of("Region %s is not the primary, %s is".formatted(own, latest.region()));
    }

    String sentence() {
        return "Region %s knows %s as the primary, in term %d".formatted(own, latest.region(), latest.term());
    }
}
