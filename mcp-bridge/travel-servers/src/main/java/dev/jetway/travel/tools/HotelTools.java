package dev.jetway.travel.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.travel.simulation.Clocks;
import dev.jetway.travel.simulation.HotelOffer;
import dev.jetway.travel.simulation.Hotels;
import dev.jetway.travel.simulation.Money;
import dev.jetway.travel.simulation.Rates;
import dev.jetway.travel.world.City;
import dev.jetway.travel.world.Gazetteer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The {@code hotels} server. */
final class HotelTools {

    private final Hotels hotels;
    private final Gazetteer gazetteer;
    private final Clock clock;

    private HotelTools(Hotels hotels, Gazetteer gazetteer, Clock clock) {
        this.hotels = hotels;
        this.gazetteer = gazetteer;
        this.clock = clock;
    }

    static ToolServer server(Hotels hotels, Gazetteer gazetteer, Clock clock) {
        HotelTools tools = new HotelTools(hotels, gazetteer, clock);
        return new ToolServer("hotels", Map.of("search", tools::search));
    }

    private Found search(Arguments arguments, Caller caller) {
        City city = gazetteer.city(arguments.text("city"), arguments.optionalText("country"));
        HotelOffer.Stay stay = new HotelOffer.Stay(
                arguments.date("checkIn"),
                arguments.date("checkOut"),
                arguments.optionalInteger("guests").orElse(2),
                arguments.optionalInteger("rooms").orElse(1),
                Rates.known(arguments.optionalText("currency").orElse(Rates.DEFAULT)));
        HotelOffer.Found found = hotels.search(new HotelOffer.Request(
                city,
                stay,
                arguments.optionalNumber("maxPricePerNight"),
                arguments.optionalInteger("minStars").orElse(1),
                arguments.optionalText("near").isPresent(),
                arguments.optionalInteger("limit").orElse(5)));
        String validUntil = Clocks.offersValidUntil(clock).toString();
        return new Found(
                city.name(),
                city.country().code(),
                stay.checkIn().toString(),
                stay.checkOut().toString(),
                stay.nights(),
                stay.guests(),
                stay.rooms(),
                true,
                found.offers().stream().map(o -> Stay.of(o, validUntil)).toList(),
                found.full(),
                found.over());
    }

    record Found(
            String city,
            String country,
            String checkIn,
            String checkOut,
            int nights,
            int guests,
            int rooms,
            boolean simulated,
            List<Stay> offers,
            int full,
            int over) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stay(
            String offerId,
            String hotel,
            int stars,
            String address,
            String district,
            double distanceToCentreKm,
            double rating,
            Money pricePerNight,
            Money price,
            String freeCancellationUntil,
            boolean breakfast,
            int roomsLeft,
            String validUntil) {

        static Stay of(HotelOffer offer, String validUntil) {
            HotelOffer.Hotel hotel = offer.hotel();
            return new Stay(
                    offer.offerId(),
                    hotel.name(),
                    hotel.stars(),
                    hotel.address(),
                    hotel.district(),
                    hotel.distanceToCentreKm(),
                    hotel.rating(),
                    offer.pricePerNight(),
                    offer.price(),
                    offer.freeCancellationUntil().map(LocalDate::toString).orElse(null),
                    hotel.breakfast(),
                    offer.roomsLeft(),
                    validUntil);
        }
    }
}
