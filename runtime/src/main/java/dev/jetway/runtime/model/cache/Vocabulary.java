package dev.jetway.runtime.model.cache;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.reading.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The words in which the skills of a node speak of themselves. */
final class Vocabulary {

    /**
     * A keyword as it stands in a message.
     *
     * @param skills that have it, as one text
     * @param domain the first part of their ids, {@code hotels}; several where they differ
     */
    record Named(String skills, Set<String> domain, int length) {}

    private record Keyword(List<String> words, TreeSet<String> skills) {}

    private final String version;
    private final Set<String> known = new HashSet<>();
    private final List<Keyword> keywords;

    private Vocabulary(Map<String, Skill> skills) {
        var byPhrase = new TreeMap<String, Keyword>();
        var all = new StringBuilder();
        new TreeMap<>(skills).forEach((id, skill) -> {
            all.append(id).append('\n').append(skill.description()).append('\n').append(skill.inputSchema());
            known.addAll(words(skill.description()));
            skill.examples().forEach(example -> known.addAll(words(example)));
            for (var keyword : skill.keywords()) {
                byPhrase.computeIfAbsent(keyword, phrase -> new Keyword(words(phrase), new TreeSet<>()))
                        .skills()
                        .add(id);
            }
        });
        version = hash(all.toString());
        keywords = byPhrase.values().stream()
                .sorted(Comparator.comparingInt(
                        (Keyword keyword) -> -keyword.words().size()))
                .toList();
    }

    static Vocabulary of(Map<String, Skill> skills) {
        return new Vocabulary(skills);
    }

    private static List<String> words(String text) {
        var words = Words.of(text);
        var plain = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            plain.add(words.at(i));
        }
        return plain;
    }

    /** Of what the skills are and take: another one when any of that changes. */
    String version() {
        return version;
    }

    boolean knows(String word) {
        return known.contains(word);
    }

    /** The longest keyword that stands at {@code i}. */
    Optional<Named> at(Words words, int i) {
        return keywords.stream()
                .filter(keyword -> words.phrase(i, keyword.words()))
                .findFirst()
                .map(keyword -> new Named(
                        String.join("|", keyword.skills()),
                        keyword.skills().stream()
                                .map(id -> id.replaceFirst("\\..*", ""))
                                .collect(Collectors.toSet()),
                        keyword.words().size()));
    }

    static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
