package dev.jetway.agents.planning;

/**
 * What the embedded planner can put into a task's input. A property of a skill's input schema names one
 * of these under {@value #KEY}; it is filled from what the traveler said, and asked for when the schema
 * requires it and nothing was said.
 */
public final class Slots {

    /** The annotation's name in a property of a skill's input schema. */
    public static final String KEY = "x-jetway-slot";

    /** Where it is about: the destination, or the only place named. City name, English. */
    public static final String PLACE = "place";

    /** ISO 3166 code of the country of {@link #PLACE}. */
    public static final String PLACE_COUNTRY = "place.country";

    public static final String PLACE_FROM = "place.from";
    public static final String PLACE_FROM_COUNTRY = "place.from.country";
    /** IATA code of the city, or of the airport when the traveler named one. */
    public static final String PLACE_FROM_IATA = "place.from.iata";

    public static final String PLACE_TO = "place.to";
    public static final String PLACE_TO_COUNTRY = "place.to.country";
    public static final String PLACE_TO_IATA = "place.to.iata";

    /** {@code yyyy-MM-dd}: departure, or check-in. */
    public static final String DATE_START = "date.start";

    /** {@code yyyy-MM-dd}: return, or check-out; later than {@link #DATE_START}. */
    public static final String DATE_END = "date.end";

    /** Like the two before, but only where both days lie at most 14 days ahead. */
    public static final String DATE_SOON_START = "date.soon.start";

    public static final String DATE_SOON_END = "date.soon.end";

    /** 1 to 12. */
    public static final String DATE_MONTH = "date.month";

    /** {@code HH:mm}, local: the first exact time of day that was named. */
    public static final String TIME = "time";

    public static final String ADULTS = "party.adults";
    public static final String CHILDREN = "party.children";
    /** Adults and children together. */
    public static final String GUESTS = "party.guests";

    public static final String ROOMS = "party.rooms";

    /** The most a night may cost, a number in the currency of {@link #CURRENCY}. */
    public static final String BUDGET_NIGHT = "budget.night";

    /** ISO 4217: the currency the traveler named, or theirs. */
    public static final String CURRENCY = "currency";

    public static final String STARS = "stars";
    /** {@code economy}, {@code premium}, {@code business} or {@code first}. */
    public static final String CABIN = "cabin";

    /** {@code centre}. */
    public static final String NEAR = "near";

    /** A flight number such as {@code JW412}. */
    public static final String FLIGHT = "flight";

    /** A booking's reference. */
    public static final String REFERENCE = "reference";

    /** {@code upcoming}, {@code past} or {@code all}. */
    public static final String WHEN = "when";

    /** The id of an offer shown earlier, and its kind, {@code flight} or {@code hotel}. */
    public static final String OFFER = "offer";

    public static final String OFFER_KIND = "offer.kind";

    private Slots() {}
}
