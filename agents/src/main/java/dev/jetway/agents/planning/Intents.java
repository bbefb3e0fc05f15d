package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.Learned.Light;
import dev.jetway.agents.planning.reading.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the skills a message asks for, by what is on their cards: keywords, and examples. Safe for many threads. */
final class Intents {

    private record Phrase(List<String> words, List<Skill> skills) {}

    /** By first word; the longest phrase first. */
    private final Map<String, List<Phrase>> phrases = new HashMap<>();

    private final Optional<Learned> learned;

    Intents(Collection<Skill> skills, Optional<SentenceEncoder> encoder) {
        learned = encoder.map(found -> new Learned(skills, found));
        var byPhrase = new TreeMap<String, List<Skill>>();
        skills.stream()
                .sorted(Comparator.comparing(Skill::id))
                .forEach(skill -> skill.keywords()
                        .forEach(keyword -> byPhrase.computeIfAbsent(keyword, absent -> new ArrayList<>())
                                .add(skill)));
        byPhrase.forEach((keyword, meant) -> {
            var words = Words.of(keyword);
            var phrase = new ArrayList<String>();
            for (int i = 0; i < words.size(); i++) {
                phrase.add(words.at(i));
            }
            if (!phrase.isEmpty()) {
                phrases.computeIfAbsent(phrase.get(0), absent -> new ArrayList<>())
                        .add(new Phrase(phrase, meant));
            }
        });
        phrases.values()
                .forEach(list -> list.sort(
                        Comparator.comparing((Phrase phrase) -> phrase.words().size())
                                .reversed()));
    }

    /** What a message asks for, by its keywords and, where there are sentence vectors, by what is like it. */
    Asked asked(Words words, Light light) {
        var all = wishes(words, 0, words.size());
        if (learned.isEmpty()) {
            return Asked.byKeywords(all);
        }
        var parts = Clauses.of(words).stream()
                .map(clause -> new Hints.Part(clause, wishes(words, clause.from(), clause.to())))
                .toList();
        return learned.get().asked(words, new Hints(all, parts), light);
    }

    /** All skills that a traveler asks for by the same words as for this one. */
    List<Skill> like(Skill skill) {
        return phrases.values().stream()
                .flatMap(List::stream)
                .map(Phrase::skills)
                .filter(skills -> skills.contains(skill))
                .max(Comparator.comparing(List::size))
                .orElse(List.of(skill));
    }

    /**
     * What is asked for, in order of appearance, each once. One wish lists every skill that shares the
     * keyword; which of them fits depends on what else was said.
     */
    private List<List<Skill>> wishes(Words words, int from, int to) {
        var wishes = new ArrayList<List<Skill>>();
        for (int i = from; i < to; i++) {
            for (var phrase : phrases.getOrDefault(words.at(i), List.of())) {
                if (words.phrase(i, phrase.words())) {
                    if (!wishes.contains(phrase.skills())) {
                        wishes.add(phrase.skills());
                    }
                    i += phrase.words().size() - 1;
                    break;
                }
            }
        }
        return wishes;
    }
}
