package dev.jetway.travel.bookings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.travel.bookings.Booking.Line;
import dev.jetway.travel.simulation.FlightOffer;
import dev.jetway.travel.simulation.HotelOffer;
import dev.jetway.travel.simulation.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What somebody agrees to: an offer in words, its times, and what cancelling costs. Stored as JSON.
 *
 * @param freeUntil the instant until which everything is paid back; absent where that is never so
 * @param lateRefund what is paid back afterwards
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Terms(
        String kind,
        String offerId,
        List<String> travelers,
        String title,
        List<Line> lines,
        String start,
        String end,
        long startsAt,
        long endsAt,
        Money price,
        String cancellation,
        Long freeUntil,
        Money lateRefund) {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
    private static final LocalTime CHECK_IN = LocalTime.of(15, 0);
    private static final LocalTime CHECK_OUT = LocalTime.of(11, 0);

    Terms {
        lines = List.copyOf(lines);
        travelers = List.copyOf(travelers);
    }

    static Terms of(FlightOffer offer, List<String> travelers) {
        FlightOffer.Journey out = offer.outbound();
        FlightOffer.Journey last = offer.inbound().orElse(out);
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("Outbound", journey(out)));
        offer.inbound().ifPresent(back -> lines.add(new Line("Return", journey(back))));
        lines.add(new Line("Travelers", travelers(travelers, offer.party().toString())));
        lines.add(new Line("Cabin", offer.party().cabin().label()));
        OffsetDateTime departure = out.departure();
        Money late = share(offer.price(), offer.refundable() ? "0" : "0.15");
        return new Terms(
                "flight",
                offer.offerId(),
                travelers,
                "Flight " + out.origin().city().name() + " to "
                        + out.destination().city().name()
                        + (offer.inbound().isPresent() ? " and back" : ""),
                lines,
                LOCAL.format(departure),
                LOCAL.format(last.arrival()),
                departure.toInstant().toEpochMilli(),
                last.arrival().toInstant().toEpochMilli(),
                offer.price(),
                offer.refundable()
                        ? "Paid back in full until departure"
                        : "Not refundable; taxes of " + late + " are paid back",
                offer.refundable() ? departure.toInstant().toEpochMilli() : null,
                late);
    }

    static Terms of(HotelOffer offer, List<String> travelers) {
        HotelOffer.Stay stay = offer.stay();
        HotelOffer.Hotel hotel = offer.hotel();
        ZoneId zone = offer.city().zone();
        boolean free = offer.freeCancellationUntil().isPresent();
        BigDecimal firstNight = offer.pricePerNight().amount();
        Money late = free
                ? new Money(
                        offer.price().amount().subtract(firstNight),
                        offer.price().currency())
                : share(offer.price(), "0");
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("Hotel", hotel.name() + ", " + hotel.stars() + (hotel.stars() == 1 ? " star" : " stars")));
        lines.add(new Line("Address", hotel.address()));
        lines.add(new Line("Check-in", stay.checkIn() + " from " + CHECK_IN));
        lines.add(new Line("Check-out", stay.checkOut() + " until " + CHECK_OUT));
        lines.add(new Line("Stay", stay.toString()));
        lines.add(new Line("Breakfast", hotel.breakfast() ? "included" : "not included"));
        if (!travelers.isEmpty()) {
            lines.add(new Line("Guests", String.join(", ", travelers)));
        }
        return new Terms(
                "hotel",
                offer.offerId(),
                travelers,
                hotel.name() + ", " + offer.city().name() + ", " + stay.nights()
                        + (stay.nights() == 1 ? " night" : " nights"),
                lines,
                stay.checkIn().toString(),
                stay.checkOut().toString(),
                stay.checkIn().atTime(CHECK_IN).atZone(zone).toInstant().toEpochMilli(),
                stay.checkOut().atTime(CHECK_OUT).atZone(zone).toInstant().toEpochMilli(),
                offer.price(),
                offer.freeCancellationUntil()
                        .map(day -> "Free until " + day + ", then the first night is charged")
                        .orElse("Not refundable"),
                offer.freeCancellationUntil()
                        .map(day ->
                                day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli())
                        .orElse(null),
                late);
    }

    /** The same with the price that was promised. */
    Terms at(Money promised) {
        Money late = promised.equals(price)
                ? lateRefund
                : new Money(
                        lateRefund
                                .amount()
                                .multiply(promised.amount())
                                .divide(price.amount(), promised.amount().scale(), RoundingMode.HALF_UP),
                        promised.currency());
        return new Terms(
                kind,
                offerId,
                travelers,
                title,
                lines,
                start,
                end,
                startsAt,
                endsAt,
                promised,
                cancellation,
                freeUntil,
                late);
    }

    Money refund(Instant now) {
        return freeUntil != null && now.toEpochMilli() < freeUntil ? price : lateRefund;
    }

    private static Money share(Money price, String part) {
        BigDecimal amount = price.amount()
                .multiply(new BigDecimal(part))
                .setScale(price.amount().scale(), RoundingMode.HALF_UP);
        return new Money(amount, price.currency());
    }

    private static String journey(FlightOffer.Journey journey) {
        String flights = String.join(
                " + ", journey.legs().stream().map(FlightOffer.Leg::flight).toList());
        return flights + ": " + journey.origin().iata() + " " + WHEN.format(journey.departure()) + " to "
                + journey.destination().iata() + " " + WHEN.format(journey.arrival()) + " (local times)";
    }

    private static String travelers(List<String> names, String party) {
        return names.isEmpty() ? party : String.join(", ", names) + " (" + party + ")";
    }
}
