package dev.jetway.travel.simulation;

import dev.jetway.travel.world.City;
import dev.jetway.travel.world.Spot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Month;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A simple climate model: the year as one wave of warmth and one of rain, taken from the nearest reference cities
 * and corrected for altitude. The day's length follows from latitude and date.
 */
public final class Climate {

    public static final String BASIS =
            "A simple climate model: typical values of nearby reference cities by season, corrected for latitude and"
                    + " altitude. Not measured data.";

    private static final int NEIGHBOURS = 3;
    private static final double LAPSE_PER_METRE = 0.0062;
    private static final double PHASE = 2 * Math.PI / 12;

    private final List<Reference> references = read();

    /** A usual month in a city. */
    public record MonthOfClimate(
            double averageHighC,
            double averageLowC,
            int rainyDays,
            int rainMm,
            double sunshineHoursPerDay,
            String summary) {}

    /** What is usual on one day; rain as the probability of any. */
    record Normal(double highC, double lowC, double rainProbability) {}

    private record Reference(
            double latitude,
            double longitude,
            double altitude,
            double mean,
            double warmCos,
            double warmSin,
            double range,
            double rain,
            double rainCos,
            double rainSin)
            implements Spot {}

    public MonthOfClimate of(City city, Month month) {
        Wave wave = wave(city);
        double position = month.getValue();
        double mean = wave.temperature(position);
        double rain = wave.rain(position);
        int rainyDays = rainyDays(rain, mean);
        double sunshine = dayLength(city.latitude(), month.getValue()) * Math.max(0.14, 0.82 - rainyDays * 0.026);
        double high = round(mean + wave.range() / 2);
        double low = round(mean - wave.range() / 2);
        return new MonthOfClimate(
                high, low, rainyDays, (int) Math.round(rain), round(sunshine), summary(high, low, rainyDays));
    }

    Normal on(City city, LocalDate date) {
        Wave wave = wave(city);
        double position = date.getMonthValue() + (date.getDayOfMonth() - 15.5) / 30.5;
        double mean = wave.temperature(position);
        return new Normal(
                mean + wave.range() / 2, mean - wave.range() / 2, rainyDays(wave.rain(position), mean) / 30.0);
    }

    private record Wave(
            double mean, double warmCos, double warmSin, double range, double rain, double rainCos, double rainSin) {

        double temperature(double month) {
            return mean + warmCos * StrictMath.cos(month * PHASE) + warmSin * StrictMath.sin(month * PHASE);
        }

        double rain(double month) {
            return Math.max(
                    0, rain + rainCos * StrictMath.cos(month * PHASE) + rainSin * StrictMath.sin(month * PHASE));
        }
    }

    private Wave wave(City city) {
        List<Reference> near = references.stream()
                .sorted(Comparator.comparingDouble(city::kmTo))
                .limit(NEIGHBOURS)
                .toList();
        double weights = 0;
        double[] sum = new double[7];
        for (Reference r : near) {
            double km = Math.max(15, city.kmTo(r));
            double weight = 1 / (km * km * km);
            weights += weight;
            double[] values = {
                r.mean - (city.altitude() - r.altitude) * LAPSE_PER_METRE,
                r.warmCos,
                r.warmSin,
                r.range,
                r.rain,
                r.rainCos,
                r.rainSin
            };
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * values[i];
            }
        }
        double w = weights;
        return new Wave(sum[0] / w, sum[1] / w, sum[2] / w, sum[3] / w, sum[4] / w, sum[5] / w, sum[6] / w);
    }

    private static int rainyDays(double rainMm, double mean) {
        double perDay = mean > 22 ? 11.5 : mean > 14 ? 7.5 : 5.2;
        return (int) Math.round(Math.min(26, rainMm / (perDay + rainMm / 40)));
    }

    private static double dayLength(double latitude, int month) {
        double declination = StrictMath.toRadians(-23.44 * StrictMath.cos(PHASE * (month - 0.5 + 0.33)));
        double phi = StrictMath.toRadians(latitude);
        double x = -StrictMath.tan(phi) * StrictMath.tan(declination);
        return x <= -1 ? 24 : x >= 1 ? 0 : StrictMath.acos(x) * 24 / Math.PI;
    }

    static String summary(double high, double low, int rainyDays) {
        String warmth = high >= 33
                ? "hot"
                : high >= 26
                        ? "very warm"
                        : high >= 20
                                ? "mild to warm"
                                : high >= 13 ? "mild" : high >= 6 ? "cool" : high >= 0 ? "cold" : "freezing";
        String rain = rainyDays >= 16 ? "wet" : rainyDays >= 9 ? "some rain" : rainyDays >= 4 ? "mostly dry" : "dry";
        return warmth + ", " + rain + (low < 0 && high >= 0 ? ", frost at night" : "");
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static List<Reference> read() {
        try (var reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Climate.class.getResourceAsStream("climate.txt"), "climate.txt is missing"),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Climate::reference)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read climate.txt", e);
        }
    }

    private static Reference reference(String line) {
        String[] field = line.split(" ");
        double[] f = new double[field.length];
        for (int i = 1; i < f.length; i++) {
            f[i] = Double.parseDouble(field[i]);
        }
        double warm = (f[5] - f[4]) / 2;
        double rain = (f[9] - f[8]) / 2;
        return new Reference(
                f[1],
                f[2],
                f[3],
                (f[4] + f[5]) / 2,
                warm * StrictMath.cos(f[6] * PHASE),
                warm * StrictMath.sin(f[6] * PHASE),
                f[7],
                (f[8] + f[9]) / 2,
                rain * StrictMath.cos(f[10] * PHASE),
                rain * StrictMath.sin(f[10] * PHASE));
    }
}
