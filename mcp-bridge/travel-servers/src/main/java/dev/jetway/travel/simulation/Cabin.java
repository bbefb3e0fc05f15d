package dev.jetway.travel.simulation;

import dev.jetway.travel.Refusal;
import java.util.Locale;

/** Part of an aircraft; premium and first are only there on longer routes. */
public enum Cabin {
    ECONOMY(1.0, 150, 0),
    PREMIUM(1.75, 28, 2_500),
    BUSINESS(3.4, 24, 0),
    FIRST(5.6, 8, 5_000);

    final double priceFactor;
    final int seats;
    final double fromKm;

    Cabin(double priceFactor, int seats, double fromKm) {
        this.priceFactor = priceFactor;
        this.seats = seats;
        this.fromKm = fromKm;
    }

    public static Cabin named(String name) {
        for (Cabin cabin : values()) {
            if (cabin.label().equals(name)) {
                return cabin;
            }
        }
        throw new Refusal("No cabin is called '" + name + "'; choose economy, premium, business or first");
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
