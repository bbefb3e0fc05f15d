package dev.jetway.agents.planning.reading;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** What one message says, or several of one conversation together, without regard to what is wanted. */
public record Facts(
        Places places, Period period, Party party, Budget budget, Details details, List<Choice> choices, boolean back) {

    public static final Facts NONE =
            new Facts(Places.NONE, Period.NONE, Party.NONE, Budget.NONE, Details.NONE, List.of(), false);

    public Facts {
        choices = List.copyOf(choices);
    }

    /**
     * Reads a message. The order matters: each reader leaves to the next what it did not understand.
     *
     * @param month what "the 5th" is the 5th of; null when nobody named a month before
     */
    public static Facts read(Words words, LocalDate today, boolean monthFirst, YearMonth month) {
        var budget = Budget.read(words);
        var details = Details.read(words);
        var party = Party.read(words);
        var period = Dates.read(words, today, monthFirst, month);
        var places = Places.read(words);
        boolean back = words.has("back", "return", "returning", "round");
        return new Facts(places, period, party, budget, details, Choice.read(words), back);
    }

    /** True when nothing was said that a search could use. */
    public boolean empty() {
        return places.empty() && period.empty() && party.empty() && budget.empty() && details.empty();
    }

    /** What this says, completed from what {@code earlier} said. */
    public Facts over(Facts earlier) {
        return new Facts(
                over(places, earlier.places),
                period.over(earlier.period),
                party.over(earlier.party),
                budget.over(earlier.budget),
                details.over(earlier.details),
                over(choices, earlier.choices),
                back || earlier.back);
    }

    private static Places over(Places later, Places earlier) {
        if (later.where() != null) {
            return new Places(
                    later.from() != null ? later.from() : earlier.from(), later.to(), later.at(), later.assumptions());
        }
        return new Places(
                later.from() != null ? later.from() : earlier.from(),
                earlier.to(),
                earlier.at(),
                later.from() != null ? later.assumptions() : earlier.assumptions());
    }

    private static List<Choice> over(List<Choice> later, List<Choice> earlier) {
        if (later.isEmpty()) {
            return earlier;
        }
        return later.size() == 1 && earlier.size() == 1 ? List.of(later.get(0).over(earlier.get(0))) : later;
    }

    public Facts with(Places other) {
        return new Facts(other, period, party, budget, details, choices, back);
    }

    public Facts with(Period other) {
        return new Facts(places, other, party, budget, details, choices, back);
    }

    public Facts with(List<Choice> other) {
        return new Facts(places, period, party, budget, details, other, back);
    }

    /** Only what stays true when the wish changes: where, when and who. */
    public Facts lasting() {
        return new Facts(places, period, party, Budget.NONE, Details.NONE, List.of(), back);
    }
}
