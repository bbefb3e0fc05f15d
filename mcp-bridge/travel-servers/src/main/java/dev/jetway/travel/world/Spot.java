package dev.jetway.travel.world;

/** A point on the globe, in degrees. */
public interface Spot {

    double EARTH_RADIUS_KM = 6371.0;

    double latitude();

    double longitude();

    /** Great-circle distance; StrictMath, so that every machine computes the same bits. */
    default double kmTo(Spot other) {
        double phi = StrictMath.toRadians(latitude());
        double otherPhi = StrictMath.toRadians(other.latitude());
        double halfPhi = StrictMath.sin((otherPhi - phi) / 2);
        double halfLambda = StrictMath.sin(StrictMath.toRadians(other.longitude() - longitude()) / 2);
        double h = halfPhi * halfPhi + StrictMath.cos(phi) * StrictMath.cos(otherPhi) * halfLambda * halfLambda;
        return 2 * EARTH_RADIUS_KM * StrictMath.asin(Math.min(1, Math.sqrt(h)));
    }
}
