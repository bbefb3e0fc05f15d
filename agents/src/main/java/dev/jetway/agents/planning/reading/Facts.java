package dev.jetway.agents.planning.reading;

import java.time.LocalDate;
import java.util.List;

/** What one message says, or several of one conversation together, without regard to what is wanted. */
public record Facts(
        Places places,
        Period period,
        Times times,
        Party party,
        Budget budget,
        Details details,
        List<Choice> choices,
        boolean back) {

    public static final Facts NONE =
            new Facts(Places.NONE, Period.NONE, Times.NONE, Party.NONE, Budget.NONE, Details.NONE, List.of(), false);

    public Facts {
        choices = List.copyOf(choices);
    }

    /**
     * Reads a message. The order matters: each reader leaves to the next what it did not understand.
     *
     * @param before when the trip takes place as far as it was known before, for "the 5th" and "a day later"
     */
    public static Facts read(Words words, LocalDate today, boolean monthFirst, Period before) {
        var budget = Budget.read(words);
        var details = Details.read(words);
        var times = Times.read(words);
        var party = Party.read(words);
        var period = Dates.read(words, today, monthFirst, before);
        var places = Places.read(words);
        boolean back = words.has("back", "return", "returning", "round");
        return new Facts(places, period, times, party, budget, details, Choice.read(words), back);
    }

    /** True when nothing was said that a search could use. */
    public boolean empty() {
        return places.empty() && period.empty() && party.empty() && budget.empty() && details.empty();
    }

    /** What this says, completed from what {@code earlier} said. */
    public Facts over(Facts earlier) {
        return new Facts(
                places.over(earlier.places),
                period.over(earlier.period),
                times.over(earlier.times),
                party.over(earlier.party),
                budget.over(earlier.budget),
                details.over(earlier.details),
                over(choices, earlier.choices),
                back || earlier.back);
    }

    private static List<Choice> over(List<Choice> later, List<Choice> earlier) {
        if (later.isEmpty()) {
            return earlier;
        }
        return later.size() == 1 && earlier.size() == 1 ? List.of(later.get(0).over(earlier.get(0))) : later;
    }

    public Facts with(Places other) {
        return new Facts(other, period, times, party, budget, details, choices, back);
    }

    public Facts with(Period other) {
        return new Facts(places, other, times, party, budget, details, choices, back);
    }

    public Facts with(List<Choice> other) {
        return new Facts(places, period, times, party, budget, details, other, back);
    }

    /** Only what stays true when the wish changes: where, when and who. */
    public Facts lasting() {
        return new Facts(places, period, Times.NONE, party, Budget.NONE, Details.NONE, List.of(), back);
    }
}
