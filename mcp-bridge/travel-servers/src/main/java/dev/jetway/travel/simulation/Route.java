package dev.jetway.travel.simulation;

import dev.jetway.travel.world.Airport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Non-stop service in one direction, {@code daily} times a day, under consecutive flight numbers. */
record Route(Airport from, Airport to, double km, int minutes, Carrier carrier, int firstNumber, int daily) {

    record Carrier(String code, String name, String continent) {}

    /** One line of the timetable, flown every day. @param departureMinute of the local day at the origin */
    record Flight(Route route, int number, int departureMinute) {

        String name() {
            return route.carrier().code() + number;
        }
    }

    Flight flight(int index) {
        return new Flight(this, firstNumber + index, departureMinute(index));
    }

    Stream<Flight> flights() {
        return IntStream.range(0, daily).mapToObj(this::flight);
    }

    /** Spread from 06:00 to 22:00, a little different on every route. */
    private int departureMinute(int index) {
        Dice dice = Dice.of(firstNumber, from.iata() + to.iata());
        int slot = 16 * 60 / daily;
        int shift = dice.below(slot);
        return 6 * 60 + (index * slot + shift) / 5 * 5;
    }
}
