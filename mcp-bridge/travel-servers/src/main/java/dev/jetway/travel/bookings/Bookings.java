package dev.jetway.travel.bookings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetway.travel.Refusal;
import dev.jetway.travel.bookings.BookingStore.Deed;
import dev.jetway.travel.bookings.BookingStore.Stored;
import dev.jetway.travel.bookings.Quotes.Quote;
import dev.jetway.travel.simulation.Clocks;
import dev.jetway.travel.simulation.Flights;
import dev.jetway.travel.simulation.Hotels;
import dev.jetway.travel.simulation.Money;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What travelers have booked. Every method takes the traveler it acts for and touches nothing of anybody else.
 * Actions are carried out once per traveler and idempotency key, across restarts; a repeat gives the booking as it is
 * now. When an action returns, its outcome is on the disk. Safe for many threads.
 */
public final class Bookings implements AutoCloseable {

    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int TRIES = 5;
    private static final int LOCKS = 64;

    private final ObjectMapper json = JsonMapper.builder().build();
    private final SecureRandom random = new SecureRandom();
    private final List<Object> locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toList();
    private final BookingStore store;
    private final Quotes quotes;
    private final Flights flights;
    private final Hotels hotels;
    private final Clock clock;

    public Bookings(Path folder, byte[] secret, Flights flights, Hotels hotels, Clock clock) throws IOException {
        store = BookingStore.open(folder, json);
        quotes = new Quotes(secret, json);
        this.flights = flights;
        this.hotels = hotels;
        this.clock = clock;
    }

    /** A price that holds for one traveler until an instant. */
    public record Quoted(
            String quoteId,
            String kind,
            String title,
            List<Booking.Line> lines,
            Money price,
            String cancellation,
            Instant validUntil) {}

    /** Which of a traveler's bookings to list; cancelled ones appear under ALL only. */
    public enum When {
        UPCOMING,
        PAST,
        ALL
    }

    public Quoted quote(String subject, String kind, String offerId, List<String> travelers) {
        Terms terms = terms(kind, offerId, travelers);
        Instant validUntil = Clocks.offersValidUntil(clock);
        Instant start = Instant.ofEpochMilli(terms.startsAt());
        Instant until = kind.equals("flight") && start.isBefore(validUntil) ? start : validUntil;
        Quote quote = new Quote(subject, kind, terms.offerId(), travelers, terms.price(), until.toEpochMilli());
        return new Quoted(
                quotes.seal(quote), kind, terms.title(), terms.lines(), terms.price(), terms.cancellation(), until);
    }

    public Booking create(String subject, String quoteId, String key) {
        return once(subject, key, "create " + quoteId, () -> {
            Quote quote = quotes.open(quoteId, subject, clock.instant());
            Terms terms =
                    terms(quote.kind(), quote.offerId(), quote.travelers()).at(quote.price());
            String createdAt = now();
            for (int i = 0; i < TRIES; i++) {
                Booking booking = confirmed(reference(), terms, createdAt, null);
                if (store.booking(booking.reference()).isEmpty()) {
                    return new Stored(subject, terms, booking);
                }
            }
            throw new IllegalStateException("No free booking reference in " + TRIES + " tries");
        });
    }

    /** Moves a flight, and its return by as many days, to a new date at today's price. */
    public Booking changeFlight(String subject, String reference, LocalDate date, String key) {
        return once(subject, key, "change " + normal(reference) + " " + date, () -> {
            Stored stored = changeable(subject, reference, "flight");
            Terms old = stored.terms();
            return changed(stored, Terms.of(flights.onAnotherDay(old.offerId(), date), old.travelers()));
        });
    }

    /** Moves a stay to other nights at today's price. */
    public Booking changeHotel(String subject, String reference, LocalDate checkIn, LocalDate checkOut, String key) {
        return once(subject, key, "change " + normal(reference) + " " + checkIn + " " + checkOut, () -> {
            Stored stored = changeable(subject, reference, "hotel");
            Terms old = stored.terms();
            return changed(stored, Terms.of(hotels.onOtherDays(old.offerId(), checkIn, checkOut), old.travelers()));
        });
    }

    public Booking cancel(String subject, String reference, String key) {
        return once(subject, key, "cancel " + normal(reference), () -> {
            Stored stored = changeable(subject, reference, null);
            Booking old = stored.booking();
            Booking cancelled = new Booking(
                    old.reference(),
                    old.kind(),
                    Booking.CANCELLED,
                    old.title(),
                    old.lines(),
                    old.start(),
                    old.end(),
                    old.price(),
                    stored.terms().refund(clock.instant()),
                    old.createdAt(),
                    now(),
                    true);
            return new Stored(subject, stored.terms(), cancelled);
        });
    }

    public Booking get(String subject, String reference) {
        return own(subject, reference).booking();
    }

    public List<Booking> list(String subject, When when) {
        long now = clock.millis();
        return switch (when) {
            case UPCOMING -> store.list(subject, now, Long.MAX_VALUE, false);
            case PAST -> store.list(subject, 0, now, false);
            case ALL -> store.list(subject, 0, Long.MAX_VALUE, true);
        };
    }

    /** The booking that an action of this traveler left, if the action was ever carried out. */
    public Optional<Booking> lookup(String subject, String key) {
        Optional<Booking> found = store.deed(subject, key)
                .flatMap(deed -> store.booking(deed.reference()))
                .map(Stored::booking);
        store.settle();
        return found;
    }

    /** Every booking and the keys that led to it, for drills. */
    public List<?> entries() {
        return store.entries();
    }

    @Override
    public void close() {
        store.close();
    }

    /** A repeat must not overtake the first: whatever it reports has to be on the disk as well. */
    private Booking once(String subject, String key, String action, Supplier<Stored> change) {
        String fingerprint = fingerprint(action);
        Booking booking;
        synchronized (locks.get(Math.floorMod(subject.hashCode(), LOCKS))) {
            booking = store.deed(subject, key)
                    .map(deed -> repeated(deed, fingerprint))
                    .orElseGet(() -> carryOut(subject, key, fingerprint, change.get()));
        }
        store.settle();
        return booking;
    }

    private Booking repeated(Deed deed, String fingerprint) {
        if (!deed.fingerprint().equals(fingerprint)) {
            throw BookingStore.taken(deed.key());
        }
        return store.booking(deed.reference()).orElseThrow().booking();
    }

    private Booking carryOut(String subject, String key, String fingerprint, Stored stored) {
        Booking booking = stored.booking();
        boolean isNew = booking.changedAt() == null;
        Deed deed = new Deed(subject, key, fingerprint, booking.reference());
        if (!store.carryOut(deed, stored, isNew)) {
            return store.deed(subject, key)
                    .map(other -> repeated(other, fingerprint))
                    .orElseThrow(() -> new IllegalStateException("Reference " + booking.reference() + " was taken"));
        }
        return booking;
    }

    private Terms terms(String kind, String offerId, List<String> travelers) {
        return kind.equals("flight")
                ? Terms.of(flights.reprice(offerId), travelers)
                : Terms.of(hotels.reprice(offerId), travelers);
    }

    private Stored changed(Stored stored, Terms terms) {
        Booking old = stored.booking();
        return new Stored(stored.subject(), terms, confirmed(old.reference(), terms, old.createdAt(), now()));
    }

    private static Booking confirmed(String reference, Terms terms, String createdAt, String changedAt) {
        return new Booking(
                reference,
                terms.kind(),
                Booking.CONFIRMED,
                terms.title(),
                terms.lines(),
                terms.start(),
                terms.end(),
                terms.price(),
                null,
                createdAt,
                changedAt,
                true);
    }

    private Stored changeable(String subject, String reference, String kind) {
        Stored stored = own(subject, reference);
        Booking booking = stored.booking();
        if (kind != null && !booking.kind().equals(kind)) {
            throw new Refusal("Booking " + booking.reference() + " is a " + booking.kind() + "; "
                    + (kind.equals("flight") ? "give checkIn and checkOut" : "give newDate"));
        }
        if (booking.status().equals(Booking.CANCELLED)) {
            throw new Refusal("Booking " + booking.reference() + " is already cancelled; nothing was done");
        }
        if (stored.terms().startsAt() <= clock.millis()) {
            throw new Refusal("Booking " + booking.reference() + " has already begun; it can no longer be changed");
        }
        return stored;
    }

    private Stored own(String subject, String reference) {
        return store.booking(normal(reference))
                .filter(stored -> stored.subject().equals(subject))
                .orElseThrow(() -> new Refusal("No booking " + normal(reference) + " is yours"));
    }

    private static String normal(String reference) {
        return reference.toUpperCase(Locale.ROOT);
    }

    private String reference() {
        StringBuilder reference = new StringBuilder("JW");
        random.ints(6, 0, LETTERS.length()).forEach(i -> reference.append(LETTERS.charAt(i)));
        return reference.toString();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String fingerprint(String action) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(action.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
