package dev.jetway.travel.simulation;

import dev.jetway.travel.simulation.Itinerary.Leg;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What seats cost and how many are left. Depends on the seed, the flights, and how far ahead one asks. */
final class Fares {

    private static final int SHOWN_SEATS = 9;

    private final long seed;

    Fares(long seed) {
        this.seed = seed;
    }

    /** Zero when the flight is full, at most nine. */
    int seatsLeft(Itinerary itinerary, Cabin cabin, LocalDate today) {
        return itinerary.legs().stream()
                .mapToInt(leg -> seatsLeft(leg, cabin, today))
                .min()
                .orElse(0);
    }

    private int seatsLeft(Leg leg, Cabin cabin, LocalDate today) {
        Dice dice = Dice.of(seed, "seats " + leg.key() + cabin);
        long ahead = ChronoUnit.DAYS.between(today, leg.date());
        double pressure = 0.05 + (weekend(leg.date()) ? 0.04 : 0) + (ahead < 7 ? 0.08 : ahead < 21 ? 0.04 : 0);
        if (dice.chance(pressure)) {
            return 0;
        }
        double taken = Math.min(1, dice.between(0.5, 0.97) + (ahead < 14 ? 0.05 : 0));
        return Math.min(SHOWN_SEATS, (int) Math.floor(cabin.seats * (1 - taken)));
    }

    /** Pounds for all travelers; a return journey is a little cheaper than two single ones. */
    double price(List<Itinerary> journeys, Party party, LocalDate today) {
        double adult = journeys.stream()
                .mapToDouble(journey -> adult(journey, party.cabin(), today))
                .sum();
        double discounted = round(adult * (journeys.size() > 1 ? 0.94 : 1));
        return discounted * party.adults() + round(discounted * 0.75) * party.children();
    }

    boolean refundable(Itinerary outbound, Cabin cabin) {
        return cabin.ordinal() >= Cabin.BUSINESS.ordinal()
                || Dice.of(seed, "refund " + outbound.legs().get(0).key()).chance(0.3);
    }

    private double adult(Itinerary journey, Cabin cabin, LocalDate today) {
        double pounds = 0;
        for (Leg leg : journey.legs()) {
            double km = leg.flight().route().km();
            double demand = Dice.of(seed, "demand " + leg.key()).between(0.8, 1.4);
            pounds += (24 + km * (km < 3_000 ? 0.046 : 0.037)) * demand * season(leg.date());
        }
        return pounds * lead(today, journey.departure().toLocalDate()) * cabin.priceFactor;
    }

    private static double season(LocalDate date) {
        Month month = date.getMonth();
        boolean high =
                month == Month.JULY || month == Month.AUGUST || month == Month.DECEMBER && date.getDayOfMonth() > 15;
        return (weekend(date) ? 1.15 : 1) * (high ? 1.18 : 1);
    }

    private static double lead(LocalDate today, LocalDate date) {
        long ahead = ChronoUnit.DAYS.between(today, date);
        return ahead < 3 ? 1.75 : ahead < 7 ? 1.45 : ahead < 14 ? 1.22 : ahead < 30 ? 1.07 : ahead < 150 ? 0.96 : 1;
    }

    /** The days most people fly: Friday and Sunday. */
    private static boolean weekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.FRIDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static double round(double pounds) {
        return Math.round(pounds * 10) / 10.0;
    }
}
