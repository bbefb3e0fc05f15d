package dev.jetway.travel.world;

import java.time.ZoneId;
import java.util.List;

/**
 * A city as GeoNames knows it.
 *
 * @param region first-level administrative code; in the United States the state's two letters
 * @param altitude metres
 * @param landMass cities with equal values can be reached from each other without crossing a sea
 */
public record City(
        long id,
        String name,
        Country country,
        String region,
        double latitude,
        double longitude,
        int altitude,
        int population,
        ZoneId zone,
        boolean capital,
        String landMass,
        List<String> aliases)
        implements Spot {

    public String placeId() {
        return "gn:" + id;
    }
}
