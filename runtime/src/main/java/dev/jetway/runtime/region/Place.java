package dev.jetway.runtime.region;

import java.net.URI;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Where a region is, as its travelers see it.
 *
 * @param zone of the people it is next to; empty when that does not matter
 * @param publicUrl where front ends reach it: {@code http} or {@code https}, without a path
 */
public record Place(Optional<ZoneId> zone, Optional<URI> publicUrl) {

    public static final Place UNKNOWN = new Place(Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException saying what the address of a region looks like */
    static URI address(String written) {
        var url = URI.create(written);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean path = !(url.getRawPath() == null || url.getRawPath().isEmpty());
        if (!http || url.getHost() == null || path || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("it must be like https://eu.travel.example, without a path");
        }
        return url;
    }
}
