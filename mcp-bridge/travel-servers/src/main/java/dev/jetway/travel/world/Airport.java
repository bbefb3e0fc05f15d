package dev.jetway.travel.world;

import java.time.ZoneId;

/**
 * An airport with scheduled service.
 *
 * @param hub 3 for intercontinental hubs, 2 for large, 1 for regional ones, 0 for all others
 */
public record Airport(
        String iata,
        String name,
        City city,
        Country country,
        double latitude,
        double longitude,
        ZoneId zone,
        boolean large,
        int hub)
        implements Spot {

    public String placeId() {
        return "iata:" + iata;
    }
}
