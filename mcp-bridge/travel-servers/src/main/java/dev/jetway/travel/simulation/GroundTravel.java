package dev.jetway.travel.simulation;

import dev.jetway.travel.world.City;
import java.util.Optional;
import java.util.Set;

/** Trains and cars between cities on one land mass, with times that follow from distance and rails. */
public final class GroundTravel {

    private static final double FARTHEST_DRIVE_KM = 3_500;
    private static final double FARTHEST_TRAIN_KM = 2_500;
    private static final double ROADS_PER_KM = 1.28;
    private static final Set<String> FAST_RAILS = Set.of("JP", "CN", "KR", "TW", "FR", "ES");
    private static final Set<String> RAILS = Set.of(
            "GB", "IE", "IN", "TR", "MA", "EG", "UZ", "KZ", "TH", "MY", "SG", "VN", "LK", "PK", "BD", "RU", "ZA");
    private static final Set<String> TUNNEL = Set.of("FR", "BE", "NL");

    private GroundTravel() {}

    public record Train(int minutes, boolean plausible) {}

    public record Ways(Optional<Train> train, Optional<Integer> carMinutes) {}

    /** Empty where a sea lies between the two, except for the tunnel between Britain and the continent. */
    public static Optional<Ways> between(City a, City b) {
        double km = a.kmTo(b);
        boolean dry = a.landMass().equals(b.landMass());
        boolean tunnel = throughTunnel(a, b) || throughTunnel(b, a);
        if (!dry && !tunnel || km > FARTHEST_DRIVE_KM) {
            return Optional.empty();
        }
        double kmh = FAST_RAILS.contains(a.country().code())
                        && FAST_RAILS.contains(b.country().code())
                ? 170
                : 105;
        int trainMinutes = (int) Math.round((25 + km * 1.18 / (tunnel ? 160 : kmh) * 60) / 5) * 5;
        boolean plausible = rails(a) && rails(b) && km > 15 && km < 1_300;
        Optional<Train> train =
                km > FARTHEST_TRAIN_KM ? Optional.empty() : Optional.of(new Train(trainMinutes, plausible));
        int carMinutes = (int) Math.round((10 + km * ROADS_PER_KM / 88 * 60) / 5) * 5;
        return Optional.of(new Ways(train, dry ? Optional.of(carMinutes) : Optional.empty()));
    }

    private static boolean throughTunnel(City a, City b) {
        return a.landMass().equals("GB")
                && TUNNEL.contains(b.country().code())
                && b.landMass().equals("afroeurasia");
    }

    private static boolean rails(City city) {
        String country = city.country().code();
        return city.country().continent().equals("Europe")
                || FAST_RAILS.contains(country)
                || RAILS.contains(country)
                || (country.equals("US") || country.equals("CA")) && city.longitude() > -90 && city.latitude() > 36;
    }
}
