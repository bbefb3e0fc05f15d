package dev.jetway.travel.simulation;

import dev.jetway.travel.Refusal;
import dev.jetway.travel.world.City;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Invented weather around what is usual, the same for a city and a day however often one asks. */
public final class Forecasts {

    public static final int DAYS_AHEAD = 14;

    private final Climate climate;
    private final long seed;
    private final Clock clock;

    public Forecasts(Climate climate, long seed, Clock clock) {
        this.climate = climate;
        this.seed = seed;
        this.clock = clock;
    }

    public record Day(LocalDate date, double highC, double lowC, int rainProbability, String summary) {}

    public List<Day> days(City city, LocalDate from, LocalDate to) {
        LocalDate today = LocalDate.now(clock.withZone(city.zone()));
        if (to.isBefore(from)) {
            throw new Refusal("to " + to + " must not be before from " + from);
        }
        // Where whoever asks is, it may still be yesterday.
        if (from.isBefore(today.minusDays(1)) || to.isBefore(today)) {
            throw new Refusal("from " + from + " is in the past; in " + city.name() + " it is " + today);
        }
        if (to.isAfter(today.plusDays(DAYS_AHEAD))) {
            throw new Refusal("A forecast reaches " + DAYS_AHEAD + " days, until " + today.plusDays(DAYS_AHEAD)
                    + "; ask weather.climate for what is usual in "
                    + to.getMonth().getValue() + "/" + to.getYear());
        }
        LocalDate first = from.isBefore(today) ? today : from;
        return first.datesUntil(to.plusDays(1)).map(date -> day(city, date)).collect(Collectors.toList());
    }

    private Day day(City city, LocalDate date) {
        Climate.Normal normal = climate.on(city, date);
        double spell = 0;
        for (int back = 0; back < 4; back++) {
            spell += Dice.of(seed, "spell " + city.id() + date.minusDays(back)).between(-2.6, 2.6) * (1 - back * 0.2);
        }
        Dice dice = Dice.of(seed, "day " + city.id() + date);
        double rain = Math.max(0.02, Math.min(0.95, normal.rainProbability() + dice.between(-0.35, 0.4)));
        int percent = (int) Math.round(rain * 20) * 5;
        double damp = rain > 0.6 ? -1.2 : 0.4;
        double high = Math.round(normal.highC() + spell + damp);
        double low = Math.round(Math.min(high - 2, normal.lowC() + spell + dice.between(-1, 1)));
        String sky = percent >= 70
                ? high <= 1 ? "snow" : "rain"
                : percent >= 40 ? high <= 1 ? "snow showers" : "showers" : percent >= 20 ? "partly cloudy" : "sunny";
        return new Day(date, high, low, percent, sky);
    }
}
