package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.reading.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the skills a message asks for, by the keywords on their cards. Immutable. */
final class Intents {

    private record Phrase(List<String> words, List<Skill> skills) {}

    /** By first word; the longest phrase first. */
    private final Map<String, List<Phrase>> phrases = new HashMap<>();

    Intents(Collection<Skill> skills) {
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

    /**
     * What is asked for, in order of appearance, each once. One wish lists every skill that shares the
     * keyword; which of them fits depends on what else was said.
     */
    List<List<Skill>> wishes(Words words) {
        var wishes = new ArrayList<List<Skill>>();
        for (int i = 0; i < words.size(); i++) {
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
