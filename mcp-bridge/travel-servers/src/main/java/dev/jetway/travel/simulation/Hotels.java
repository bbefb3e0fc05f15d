package dev.jetway.travel.simulation;

import dev.jetway.travel.Refusal;
import dev.jetway.travel.simulation.HotelOffer.Found;
import dev.jetway.travel.simulation.HotelOffer.Hotel;
import dev.jetway.travel.simulation.HotelOffer.Request;
import dev.jetway.travel.simulation.HotelOffer.Stay;
import dev.jetway.travel.world.City;
import dev.jetway.travel.world.World;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The hotels of the simulated world. Safe for many threads; equal questions on a day have equal answers. */
public final class Hotels {

    private static final int OFFER_FIELDS = 8;
    private static final int LONGEST_STAY = 60;
    private static final int GUESTS_OF_A_ROOM = 3;
    private static final double[] PRICE_OF_STARS = {0, 30, 46, 74, 122, 245};

    private final World world;
    private final long seed;
    private final Clock clock;
    private final OfferCode codes;

    public Hotels(World world, long seed, Clock clock) {
        this.world = world;
        this.seed = seed;
        this.clock = clock;
        codes = new OfferCode(seed);
    }

    /** Best value first: comfort, rating and a short way to the centre against the price. */
    public Found search(Request request) {
        checked(request.stay());
        List<HotelOffer> fitting = new ArrayList<>();
        int full = 0;
        int over = 0;
        int hotels = HotelDirectory.hotelsIn(request.city());
        double nearKm = Math.max(1.5, HotelDirectory.radiusKm(request.city()) * 0.6);
        for (int index = 0; index < hotels; index++) {
            Hotel hotel = HotelDirectory.hotel(request.city(), index, seed);
            if (hotel.stars() < request.minStars() || request.nearCentre() && hotel.distanceToCentreKm() > nearKm) {
                continue;
            }
            HotelOffer offer = offer(request.city(), hotel, request.stay());
            if (offer.roomsLeft() < request.stay().rooms()) {
                full++;
            } else if (request.maxPricePerNight().isPresent()
                    && offer.pricePerNight().amount().doubleValue()
                            > request.maxPricePerNight().getAsDouble()) {
                over++;
            } else {
                fitting.add(offer);
            }
        }
        fitting.sort(Comparator.comparingDouble(Hotels::value)
                .reversed()
                .thenComparingInt(o -> o.hotel().index()));
        return new Found(List.copyOf(fitting.subList(0, Math.min(request.limit(), fitting.size()))), full, over);
    }

    /** The same stay again, at today's price; refused when it has begun or the hotel is full. */
    public HotelOffer reprice(String offerId) {
        List<String> f = codes.decode(offerId, "hotel", OFFER_FIELDS);
        Stay stay = new Stay(
                LocalDate.parse(f.get(3)),
                LocalDate.parse(f.get(4)),
                Integer.parseInt(f.get(5)),
                Integer.parseInt(f.get(6)),
                f.get(7));
        return reprice(f, stay);
    }

    /** The same rooms for other nights. */
    public HotelOffer onOtherDays(String offerId, LocalDate checkIn, LocalDate checkOut) {
        List<String> f = codes.decode(offerId, "hotel", OFFER_FIELDS);
        return reprice(
                f, new Stay(checkIn, checkOut, Integer.parseInt(f.get(5)), Integer.parseInt(f.get(6)), f.get(7)));
    }

    private HotelOffer reprice(List<String> fields, Stay stay) {
        City city = world.city(Long.parseLong(fields.get(1)))
                .orElseThrow(() -> new Refusal("The city of that offer is no longer served; search again"));
        checked(stay);
        HotelOffer offer = offer(city, HotelDirectory.hotel(city, Integer.parseInt(fields.get(2)), seed), stay);
        if (offer.roomsLeft() < stay.rooms()) {
            throw new Refusal(offer.hotel().name() + " is full from " + stay.checkIn() + " to " + stay.checkOut()
                    + "; choose another hotel or other nights");
        }
        return offer;
    }

    private void checked(Stay stay) {
        Clocks.bookable(stay.checkIn(), clock, "checkIn");
        if (stay.nights() < 1) {
            throw new Refusal("checkOut " + stay.checkOut() + " must be after checkIn " + stay.checkIn());
        }
        if (stay.nights() > LONGEST_STAY) {
            throw new Refusal("A stay of " + stay.nights() + " nights is too long; ask for at most " + LONGEST_STAY);
        }
        int least = (stay.guests() + GUESTS_OF_A_ROOM - 1) / GUESTS_OF_A_ROOM;
        if (stay.rooms() < least) {
            throw new Refusal(stay.guests() + " guests do not fit into " + stay.rooms()
                    + (stay.rooms() == 1 ? " room" : " rooms") + "; ask for rooms: " + least);
        }
    }

    private HotelOffer offer(City city, Hotel hotel, Stay stay) {
        String key = city.id() + "#" + hotel.index();
        double total = 0;
        int left = 9;
        for (int night = 0; night < stay.nights(); night++) {
            LocalDate date = stay.checkIn().plusDays(night);
            total += night(key, city, hotel, date, stay);
            left = Math.min(left, roomsLeft(key, date));
        }
        Money perNight = Rates.of(total / stay.nights() * stay.rooms(), stay.currency());
        Money price = new Money(perNight.amount().multiply(BigDecimal.valueOf(stay.nights())), stay.currency());
        LocalDate free = stay.checkIn().minusDays(2);
        boolean cancellable = Dice.of(seed, "cancel " + key).chance(0.7) && !free.isBefore(LocalDate.now(clock));
        return new HotelOffer(
                codes.encode(List.of(
                        "hotel",
                        Long.toString(city.id()),
                        Integer.toString(hotel.index()),
                        stay.checkIn().toString(),
                        stay.checkOut().toString(),
                        Integer.toString(stay.guests()),
                        Integer.toString(stay.rooms()),
                        stay.currency())),
                city,
                hotel,
                stay,
                perNight,
                price,
                cancellable ? Optional.of(free) : Optional.empty(),
                left);
    }

    /** Pounds for one room and one night. */
    private double night(String key, City city, Hotel hotel, LocalDate date, Stay stay) {
        DayOfWeek day = date.getDayOfWeek();
        double weekend = day == DayOfWeek.FRIDAY || day == DayOfWeek.SATURDAY ? 1.14 : 1;
        boolean north = city.latitude() >= 0;
        int month = date.getMonthValue();
        boolean summer = north ? month >= 6 && month <= 8 : month == 12 || month <= 2;
        long ahead = ChronoUnit.DAYS.between(LocalDate.now(clock), date);
        double lead = ahead < 3 ? 1.12 : ahead > 60 ? 0.94 : 1;
        double perRoom = (double) stay.guests() / stay.rooms();
        double sharing = 1 + 0.18 * Math.max(0, perRoom - 2) - (perRoom <= 1 ? 0.1 : 0);
        double near = 1.12 - 0.2 * Math.min(1, hotel.distanceToCentreKm() / HotelDirectory.radiusKm(city));
        double luck = Dice.of(seed, "house " + key).between(0.82, 1.2)
                * Dice.of(seed, "night " + key + date).between(0.92, 1.08);
        return PRICE_OF_STARS[hotel.stars()]
                * HotelDirectory.priceLevel(city)
                * weekend
                * (summer ? 1.18 : 1)
                * lead
                * sharing
                * near
                * luck;
    }

    private int roomsLeft(String key, LocalDate night) {
        Dice dice = Dice.of(seed, "rooms " + key + night);
        DayOfWeek day = night.getDayOfWeek();
        boolean busy = day == DayOfWeek.FRIDAY || day == DayOfWeek.SATURDAY;
        return dice.chance(busy ? 0.06 : 0.03) ? 0 : 1 + dice.below(12);
    }

    private static double value(HotelOffer offer) {
        Hotel hotel = offer.hotel();
        double worth = PRICE_OF_STARS[hotel.stars()] * hotel.rating() / 8;
        double near = 1 - 0.25 * Math.min(1, hotel.distanceToCentreKm() / HotelDirectory.radiusKm(offer.city()));
        double pounds = offer.pricePerNight().amount().doubleValue()
                / Rates.of(1_000, offer.stay().currency()).amount().doubleValue()
                * 1_000;
        return (worth + 25) * near * (hotel.breakfast() ? 1.06 : 1) / pounds;
    }
}
