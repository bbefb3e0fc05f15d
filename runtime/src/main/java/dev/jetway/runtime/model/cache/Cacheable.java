package dev.jetway.runtime.model.cache;

import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Period;
import dev.jetway.agents.planning.reading.Words;
import dev.jetway.runtime.model.cache.Question.Essence;
import dev.jetway.runtime.model.cache.Question.Scope;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages may be answered with the plan of an earlier one. The rule is an allow-list: a first message of a
 * conversation, of somebody of whom nothing is remembered, short, in which every word is either read as a place, a day, a number of people or the like, or is in a
 * list of everyday words, or is used by the skills to describe themselves. A name, a reference or a number that nobody
 * understands makes it somebody's own, and so does a word such as "my", "book" or "again".
 */
final class Cacheable {

    private static final int LONGEST = 240;

    private Cacheable() {}

    /** @param planner which models would be asked */
    static Optional<Question> question(PlanningRequest request, Vocabulary vocabulary, String planner) {
        var text = request.text().strip();
        if (!request.remembered().equals(Remembered.NOTHING)
                || !request.history().isEmpty()
                || text.isEmpty()
                || text.length() > LONGEST
                || hasSigns(text)) {
            return Optional.empty();
        }
        var traveler = request.traveler();
        var words = Words.of(text);
        var today = LocalDate.ofInstant(request.now(), traveler.zone());
        boolean monthFirst = traveler.toLocale().getCountry().equals("US");
        var facts = Facts.read(words, today, monthFirst, Period.NONE);
        if (!mayServeOthers(facts)) {
            return Optional.empty();
        }
        var domains = new HashSet<String>();
        return telling(words, vocabulary, domains)
                .map(telling -> new Question(
                        new Essence(scope(traveler, today, vocabulary, planner), facts, telling),
                        Vocabulary.hash(text.replaceAll("\\s+", " ")),
                        domains.size() == 1));
    }

    private static Scope scope(Traveler traveler, LocalDate today, Vocabulary vocabulary, String planner) {
        return new Scope(
                Optional.ofNullable(traveler.tenant()),
                traveler.locale(),
                traveler.timeZone(),
                traveler.currency(),
                today,
                vocabulary.version(),
                planner);
    }

    /** Of addresses, links, handles and codes. */
    private static boolean hasSigns(String text) {
        return text.chars().anyMatch(c -> "@#/\\<>{}[]|=_*".indexOf(c) >= 0) || text.contains("www.");
    }

    private static boolean mayServeOthers(Facts facts) {
        var details = facts.details();
        return facts.choices().isEmpty()
                && facts.period().problem() == null
                && details.reference() == null
                && details.flight() == null
                && details.when() == null;
    }

    /** What makes a difference; empty when a word is somebody's own, or of nobody knows what. */
    private static Optional<List<String>> telling(Words words, Vocabulary vocabulary, Set<String> domains) {
        var telling = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            var word = words.at(i);
            if (Everyday.PERSONAL.contains(word)) {
                return Optional.empty();
            }
            var named = vocabulary.at(words, i);
            if (named.isPresent()) {
                for (int k = 1; k < named.get().length(); k++) {
                    if (Everyday.PERSONAL.contains(words.at(i + k))) {
                        return Optional.empty();
                    }
                }
                domains.addAll(named.get().domain());
                telling.add(named.get().skills());
                i += named.get().length() - 1;
            } else if (!words.used(i) && Character.isLetterOrDigit(word.codePointAt(0))) {
                if (Everyday.TELLING.contains(word)) {
                    telling.add(word);
                } else if (!Everyday.POLITE.contains(word)) {
                    if (!vocabulary.knows(word) || Character.isDigit(word.charAt(0))) {
                        return Optional.empty();
                    }
                    telling.add(word);
                }
            }
        }
        return Optional.of(telling);
    }
}
