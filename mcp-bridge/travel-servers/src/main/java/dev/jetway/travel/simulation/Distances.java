package dev.jetway.travel.simulation;

import dev.jetway.travel.world.Airport;
import dev.jetway.travel.world.Spot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Great-circle distances between airports from their points on the unit sphere: quick enough for all pairs. */
final class Distances {

    private record Point(double x, double y, double z) {}

    private final Map<String, Point> points = new HashMap<>();

    Distances(Collection<Airport> airports) {
        airports.forEach(airport -> points.put(airport.iata(), point(airport)));
    }

    double km(Airport a, Airport b) {
        Point p = points.get(a.iata());
        Point q = points.get(b.iata());
        double dx = p.x - q.x;
        double dy = p.y - q.y;
        double dz = p.z - q.z;
        double halfChord = Math.sqrt(dx * dx + dy * dy + dz * dz) / 2;
        return 2 * Spot.EARTH_RADIUS_KM * StrictMath.asin(Math.min(1, halfChord));
    }

    private static Point point(Airport airport) {
        double phi = StrictMath.toRadians(airport.latitude());
        double lambda = StrictMath.toRadians(airport.longitude());
        double cosine = StrictMath.cos(phi);
        return new Point(cosine * StrictMath.cos(lambda), cosine * StrictMath.sin(lambda), StrictMath.sin(phi));
    }
}
