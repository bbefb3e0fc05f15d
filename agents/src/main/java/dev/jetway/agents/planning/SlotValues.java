package dev.jetway.agents.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.planning.reading.Details;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Party;
import dev.jetway.agents.planning.reading.Period;
import dev.jetway.agents.planning.reading.Place;
import dev.jetway.agents.planning.reading.Places;
import dev.jetway.agents.planning.reading.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The value of every slot that is known or can be assumed, and the sentence that admits an assumption. */
final class SlotValues {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMMM", Locale.ENGLISH);
    private static final int FORECAST_DAYS = 14;
    private static final int FORECAST_SHOWN = 4;
    private static final int NIGHTS_OF_A_TRIP = 4;
    private static final int LEAST_NOTICE = 3;
    private static final int SECOND_WEEK = 8;

    private final Map<String, JsonNode> values = new HashMap<>();
    private final Map<String, String> assumptions = new HashMap<>();

    /**
     * @param trip a whole trip is wanted, so days may be chosen for it
     * @param stayOnly nothing but a stay is wanted, so one night may be assumed
     */
    SlotValues(Facts facts, LocalDate today, String currency, boolean trip, boolean stayOnly) {
        places(facts.places());
        dates(facts, today, trip, stayOnly);
        party(facts.party());
        times(facts.times());
        budget(facts, currency, stayOnly);
        details(facts.details());
    }

    JsonNode get(String slot) {
        return values.get(slot);
    }

    /** What was taken for granted in filling these slots. */
    Set<String> assumed(Collection<String> slots) {
        var said = new LinkedHashSet<String>();
        slots.stream().filter(assumptions::containsKey).forEach(slot -> said.add(assumptions.get(slot)));
        return said;
    }

    /** The offer to book. */
    void offer(Offers.Offer offer) {
        put(Slots.OFFER, offer.id());
        put(Slots.OFFER_KIND, offer.kind());
    }

    /** The booking the conversation is about. */
    void reference(String reference) {
        put(Slots.REFERENCE, reference);
    }

    void place(Place place) {
        put(Slots.PLACE, place.city());
        put(Slots.PLACE_COUNTRY, place.country());
    }

    private void places(Places places) {
        var where = places.where();
        if (where != null) {
            place(where);
            put(Slots.PLACE_TO, where.city());
            put(Slots.PLACE_TO_COUNTRY, where.country());
            put(Slots.PLACE_TO_IATA, where.iata());
        }
        if (places.from() != null) {
            put(Slots.PLACE_FROM, places.from().city());
            put(Slots.PLACE_FROM_COUNTRY, places.from().country());
            put(Slots.PLACE_FROM_IATA, places.from().iata());
        }
    }

    private void dates(Facts facts, LocalDate today, boolean trip, boolean stayOnly) {
        var period = facts.period();
        var start = period.start();
        var end = period.until();
        if (start == null && trip && period.month() != null) {
            start = friday(period, today);
            assume(Slots.DATE_START, "You named no days, so I took %s as the first.".formatted(DAY.format(start)));
            end = start.plusDays(period.nights() != null ? period.nights() : NIGHTS_OF_A_TRIP);
        }
        if (start != null && end == null && trip && !facts.details().oneWay()) {
            end = start.plusDays(NIGHTS_OF_A_TRIP);
        }
        if (start != null && end != null && trip && period.until() == null && period.nights() == null) {
            assume(Slots.DATE_END, "I took %d nights, until %s.".formatted(NIGHTS_OF_A_TRIP, DAY.format(end)));
        }
        if (start != null && end == null && stayOnly) {
            end = start.plusDays(1);
            assume(Slots.DATE_END, "I took one night, until %s.".formatted(DAY.format(end)));
        }
        if (start != null) {
            put(Slots.DATE_START, start.toString());
        }
        if (end != null && (start == null || end.isAfter(start))) {
            put(Slots.DATE_END, end.toString());
        }
        var month = start != null ? YearMonth.from(start) : period.month();
        if (month != null) {
            values.put(Slots.DATE_MONTH, IntNode.valueOf(month.getMonthValue()));
        }
        if (month == null && facts.details().flight() != null) {
            put(Slots.DATE_START, today.toString());
            assume(Slots.DATE_START, "You named no day, so I looked at today.");
        }
        soon(start, period.until() == null && stayOnly ? null : end, today, month != null);
    }

    private void soon(LocalDate start, LocalDate end, LocalDate today, boolean dated) {
        var horizon = today.plusDays(FORECAST_DAYS);
        if (!dated) {
            put(Slots.DATE_SOON_START, today.toString());
            put(Slots.DATE_SOON_END, today.plusDays(FORECAST_SHOWN).toString());
            assume(Slots.DATE_SOON_START, "You named no dates, so I took the next days for the weather.");
        } else if (start != null && !start.isAfter(horizon)) {
            var last = end != null && end.isBefore(horizon) ? end : end == null ? start : horizon;
            put(Slots.DATE_SOON_START, start.toString());
            put(Slots.DATE_SOON_END, last.toString());
        }
    }

    /** The second Friday of a month, the first one of a part of it, or a later one where that is over or too near. */
    private static LocalDate friday(Period period, LocalDate today) {
        int first = period.part() == null ? SECOND_WEEK : period.part().first();
        var friday = period.month().atDay(first).with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
        var earliest = today.plusDays(LEAST_NOTICE);
        return friday.isBefore(earliest) ? earliest.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY)) : friday;
    }

    private void party(Party party) {
        values.put(Slots.ADULTS, IntNode.valueOf(party.adultsOrOne()));
        values.put(Slots.GUESTS, IntNode.valueOf(party.adultsOrOne() + party.childrenOrNone()));
        if (party.children() != null) {
            values.put(Slots.CHILDREN, IntNode.valueOf(party.children()));
        }
        if (party.rooms() != null) {
            values.put(Slots.ROOMS, IntNode.valueOf(party.rooms()));
        }
        for (var slot : List.of(Slots.ADULTS, Slots.GUESTS)) {
            if (!party.taken().isEmpty()) {
                assume(slot, party.taken());
            } else if (party.adults() == null) {
                assume(
                        slot,
                        party.children() == null
                                ? "I searched for one adult."
                                : "I searched for one adult with the children.");
            }
        }
    }

    private void times(Times times) {
        if (!times.clock().isEmpty()) {
            put(Slots.TIME, times.clock().get(0).toString());
        }
    }

    /** A limit for the whole stay is one for each night of it. */
    private void budget(Facts facts, String currency, boolean stayOnly) {
        var budget = facts.budget();
        put(Slots.CURRENCY, budget.currency() != null ? budget.currency() : currency);
        if (budget.amount() == null) {
            return;
        }
        if (!budget.whole()) {
            values.put(Slots.BUDGET_NIGHT, DecimalNode.valueOf(budget.amount()));
        } else if (stayOnly && values.containsKey(Slots.DATE_START) && values.containsKey(Slots.DATE_END)) {
            var nights = ChronoUnit.DAYS.between(day(Slots.DATE_START), day(Slots.DATE_END));
            var each = budget.amount().divide(BigDecimal.valueOf(nights), 0, RoundingMode.DOWN);
            values.put(Slots.BUDGET_NIGHT, DecimalNode.valueOf(each));
            assume(
                    Slots.BUDGET_NIGHT,
                    "I took %s %s in total as at most %s a night."
                            .formatted(
                                    budget.amount().toPlainString(),
                                    values.get(Slots.CURRENCY).textValue(),
                                    each));
        }
    }

    private LocalDate day(String slot) {
        return LocalDate.parse(values.get(slot).textValue());
    }

    private void details(Details details) {
        if (details.stars() != null) {
            values.put(Slots.STARS, IntNode.valueOf(details.stars()));
        }
        put(Slots.CABIN, details.cabin());
        put(Slots.NEAR, details.near());
        put(Slots.FLIGHT, details.flight());
        put(Slots.REFERENCE, details.reference());
        put(Slots.WHEN, details.when() == null ? "upcoming" : details.when());
    }

    /** Fills what nobody said from what is remembered, and says so. */
    void remembered(Remembered known, Places said) {
        known.home()
                .filter(home -> said.from() == null && !home.city().equals(name(said.where())))
                .ifPresent(home -> {
                    put(Slots.PLACE_FROM, home.city());
                    put(Slots.PLACE_FROM_COUNTRY, home.country());
                    put(Slots.PLACE_FROM_IATA, home.iata());
                    var sentence = "From %s, as you asked me to remember.".formatted(home.city());
                    List.of(Slots.PLACE_FROM, Slots.PLACE_FROM_COUNTRY, Slots.PLACE_FROM_IATA)
                            .forEach(slot -> assume(slot, sentence));
                });
        known.value(Preference.CABIN)
                .filter(cabin -> !values.containsKey(Slots.CABIN))
                .ifPresent(cabin -> {
                    put(Slots.CABIN, cabin);
                    var name = cabin.equals("premium") ? "premium economy" : cabin + " class";
                    assume(Slots.CABIN, "In %s, as you asked me to remember.".formatted(name));
                });
        known.value(Preference.STARS)
                .filter(stars -> !values.containsKey(Slots.STARS))
                .ifPresent(stars -> {
                    values.put(Slots.STARS, IntNode.valueOf(Integer.parseInt(stars)));
                    assume(Slots.STARS, "With %s stars, as you asked me to remember.".formatted(stars));
                });
    }

    private static String name(Place where) {
        return where == null ? "" : where.city();
    }

    private void put(String slot, String value) {
        if (value != null && !value.isEmpty()) {
            values.put(slot, TextNode.valueOf(value));
        }
    }

    private void assume(String slot, String sentence) {
        assumptions.put(slot, sentence);
    }
}
