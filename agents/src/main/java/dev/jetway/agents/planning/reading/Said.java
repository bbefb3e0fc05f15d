package dev.jetway.agents.planning.reading;

import dev.jetway.agents.Traveler;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a traveler has said, word by word and as the slots of a skill would have it: "next Friday" is a date,
 * "Tokyo" is TYO as well. It is read from the messages themselves, so it holds for what any planner made of them.
 */
public final class Said {

    /** Shorter words stand in any message by chance. */
    private static final int LEAST_LETTERS = 3;

    /** One message. */
    public record Message(String text, Instant at) {}

    private final List<String> texts = new ArrayList<>();
    private final Set<String> values = new HashSet<>();
    private final Set<BigDecimal> numbers = new HashSet<>();

    private Said() {}

    /** @param messages the earliest first; what is known from one, such as a month, completes the next */
    public static Said in(List<Message> messages, Traveler traveler) {
        var said = new Said();
        boolean monthFirst = traveler.toLocale().getCountry().equals("US");
        var period = Period.NONE;
        for (var message : messages) {
            var words = Words.of(message.text());
            var facts = Facts.read(words, LocalDate.ofInstant(message.at(), traveler.zone()), monthFirst, period);
            period = facts.period().over(period);
            said.read(message.text(), words);
            said.read(facts);
            said.add(period);
        }
        return said;
    }

    /** Whether these words, or what they stand for, were said. */
    public boolean text(String value) {
        var wanted = plain(value);
        if (values.contains(wanted)) {
            return true;
        }
        return wanted.codePoints().filter(Character::isLetterOrDigit).count() >= LEAST_LETTERS
                && texts.stream().anyMatch(text -> text.contains(" " + spaced(wanted) + " "));
    }

    public boolean number(BigDecimal value) {
        return numbers.contains(value.stripTrailingZeros());
    }

    private void read(String text, Words words) {
        texts.add(" " + spaced(plain(text)) + " ");
        for (int i = 0; i < words.size(); i++) {
            if (!words.is(i, "a", "an")) {
                Numbers.cardinal(words.at(i)).ifPresent(number -> add(BigDecimal.valueOf(number)));
            }
        }
    }

    private void read(Facts facts) {
        add(facts.places().from());
        add(facts.places().to());
        facts.places().at().forEach(this::add);
        facts.places().via().forEach(this::add);
        add(facts.period());
        facts.times().clock().forEach(time -> add(time.toString()));
        facts.times().parts().forEach(part -> add(part.name()));
        var party = facts.party();
        add(party.adults());
        add(party.children());
        add(party.rooms());
        if (party.adults() != null) {
            add(Integer.valueOf(party.adults() + party.childrenOrNone()));
        }
        if (facts.budget().amount() != null) {
            add(facts.budget().amount());
        }
        add(facts.budget().currency());
        var details = facts.details();
        add(details.stars());
        add(details.cabin());
        add(details.near());
        add(details.flight());
        add(details.reference());
        add(details.when());
    }

    private void add(Period period) {
        add(period.start());
        add(period.until());
        if (period.month() != null) {
            add(Integer.valueOf(period.month().getMonthValue()));
        }
    }

    private void add(Place place) {
        if (place != null) {
            add(place.city());
            add(place.country());
            add(place.countryName());
            add(place.iata());
        }
    }

    private void add(LocalDate date) {
        if (date != null) {
            add(date.toString());
        }
    }

    private void add(Integer number) {
        if (number != null) {
            add(BigDecimal.valueOf(number));
        }
    }

    private void add(BigDecimal number) {
        numbers.add(number.stripTrailingZeros());
    }

    private void add(String value) {
        if (value != null && !value.isEmpty()) {
            values.add(plain(value));
        }
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** Nothing but words and single spaces, so that "it's Lisbon." contains "lisbon". */
    private static String spaced(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}
