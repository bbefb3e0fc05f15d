package dev.jetway.travel.simulation;

import dev.jetway.travel.world.City;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A stay in one hotel. @param freeCancellationUntil the last day on which cancelling costs nothing */
public record HotelOffer(
        String offerId,
        City city,
        Hotel hotel,
        Stay stay,
        Money pricePerNight,
        Money price,
        Optional<LocalDate> freeCancellationUntil,
        int roomsLeft) {

    public record Hotel(
            int index,
            String name,
            int stars,
            String address,
            String district,
            double distanceToCentreKm,
            double rating,
            boolean breakfast) {}

    public record Stay(LocalDate checkIn, LocalDate checkOut, int guests, int rooms, String currency) {

        public int nights() {
            return (int) (checkOut.toEpochDay() - checkIn.toEpochDay());
        }

        @Override
        public String toString() {
            return nights()
                    + (nights() == 1 ? " night, " : " nights, ")
                    + guests
                    + (guests == 1 ? " guest, " : " guests, ")
                    + rooms
                    + (rooms == 1 ? " room" : " rooms");
        }
    }

    public record Request(
            City city, Stay stay, OptionalDouble maxPricePerNight, int minStars, boolean nearCentre, int limit) {}

    /** @param full hotels without enough rooms @param over hotels with rooms above the price limit */
    public record Found(List<HotelOffer> offers, int full, int over) {}
}
