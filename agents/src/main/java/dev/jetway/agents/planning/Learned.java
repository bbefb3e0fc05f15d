package dev.jetway.agents.planning;

import dev.jetway.agents.Examples;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.Asked.Aside;
import dev.jetway.agents.planning.intent.Label;
import dev.jetway.agents.planning.intent.Ranking;
import dev.jetway.agents.planning.intent.Ranking.Candidate;
import dev.jetway.agents.planning.intent.SkillClassifier;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a message asks for from examples of what travelers say, beside the keywords: these are certain, and what
 * they find stays. Safe for many threads.
 */
final class Learned {

    /** From here on a message without a keyword is taken to ask for what is most probable. */
    private static final double SURE = 0.5;

    /** The same for a part of a message that asks for something else already. */
    private static final double SURE_AS_WELL = 0.75;

    /** Below this, not even a question helps. */
    private static final double LIKELY = 0.2;

    /** Below this, a keyword is taken for a word like any other. */
    private static final double UNLIKELY = 0.1;

    /** How sure is what only facts were said of. */
    private static final double GUESSED = 0.5;

    /** Longer messages say first what they are about. */
    private static final int WORDS_READ = 32;

    /** What joins facts to what was said before, and asks for nothing by itself: "and what about Porto instead?" */
    private static final Set<String> LINKS = Set.of(
            "and",
            "or",
            "but",
            "what",
            "how",
            "about",
            "instead",
            "of",
            "then",
            "ok",
            "okay",
            "rather",
            "now",
            "please",
            "maybe",
            "perhaps",
            "actually",
            "with",
            "for",
            "in",
            "on",
            "at");

    /** The section of what nobody here does, unless there is an agent for it. */
    private static final String PERHAPS = "perhaps";

    private static final int PARTS_READ = 1;
    private static final int RANKINGS_KEPT = 1_000;

    private final Map<String, List<Skill>> skills = new HashMap<>();
    private final SkillClassifier classifier;
    private final Map<String, Ranking> kept = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ranking> eldest) {
            return size() > RANKINGS_KEPT;
        }
    });

    /**
     * What bears on the meaning of a message beside its words.
     *
     * @param refinable something was asked for before that more can be said about
     * @param offers there are offers to choose from
     * @param said the facts in it
     */
    record Light(boolean refinable, boolean offers, Facts said) {

        /** By how much it makes a skill, or an aside, more probable: a logarithm of odds. */
        private double odds(String label) {
            boolean way = said.places().from() != null && said.places().where() != null;
            boolean away = said.period().nights() != null || said.period().end() != null;
            return switch (label) {
                case "~REFINE" -> refinable ? 1 : -2;
                case "~TRIP" -> way ? away ? 2 : -1 : 0;
                case "~OUTSIDE" -> way || said.details().reference() != null ? -1 : 0;
                case TravelRules.CREATE -> offers ? 1 : -1;
                case TravelRules.FLIGHTS -> way ? 2 : said.period().nights() != null ? -1 : 0;
                case TravelRules.HOTELS -> way ? -1 : stay() ? 1.5 : 0;
                case TravelRules.STATUS -> said.details().flight() != null ? 2 : 0;
                case TravelRules.GET, TravelRules.CHANGE, TravelRules.CANCEL ->
                    said.details().reference() != null ? 2 : 0;
                default -> 0;
            };
        }

        /** For a part of a message, of which the facts may belong to another. */
        private Light alone() {
            return new Light(refinable, offers, Facts.NONE);
        }

        private boolean stay() {
            return said.places().where() != null
                    && (said.period().nights() != null || said.period().end() != null);
        }
    }

    /** Embeds all examples, which takes some hundred milliseconds. */
    Learned(Collection<Skill> known, SentenceEncoder encoder) {
        var labels = new ArrayList<Label>();
        groups(known).forEach(group -> {
            var name = group.get(0).id();
            var examples = new ArrayList<>(group.get(0).examples());
            examples.addAll(group.get(0).keywords());
            skills.put(name, group);
            labels.add(Label.within(name, examples));
        });
        asides().forEach((aside, examples) -> {
            var name = name(aside);
            labels.add(aside == Aside.OUTSIDE ? Label.outside(name, examples) : Label.within(name, examples));
        });
        this.classifier = SkillClassifier.fit(labels, Optional.of(encoder));
    }

    /** Skills that are asked for in the same words are one; which of them is meant depends on what else was said. */
    private static Collection<List<Skill>> groups(Collection<Skill> known) {
        var groups = new LinkedHashMap<List<List<String>>, List<Skill>>();
        known.stream()
                .filter(skill ->
                        !skill.examples().isEmpty() || !skill.keywords().isEmpty())
                .sorted(Comparator.comparing(Skill::id))
                .forEach(skill -> groups.computeIfAbsent(
                                List.of(skill.examples(), skill.keywords()), absent -> new ArrayList<>())
                        .add(skill));
        return groups.values();
    }

    private Map<Aside, List<String>> asides() {
        var asides = new EnumMap<Aside, List<String>>(Aside.class);
        var section = "";
        for (var line : Examples.beside(Learned.class, "asides.txt")) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else if (!section.equals(PERHAPS) || !offered(line)) {
                asides.computeIfAbsent(aside(section), absent -> new ArrayList<>())
                        .add(line);
            }
        }
        return asides;
    }

    private static Aside aside(String section) {
        return section.equals(PERHAPS) ? Aside.OUTSIDE : Aside.valueOf(section.toUpperCase(Locale.ROOT));
    }

    /** True when an agent of this node seems to do this. */
    private boolean offered(String example) {
        return skills.values().stream()
                .flatMap(group -> group.get(0).keywords().stream())
                .anyMatch(word -> (" " + example + " ").contains(" " + word + " "));
    }

    private static String name(Aside aside) {
        return "~" + aside;
    }

    private static Aside aside(Candidate candidate) {
        return candidate.label().startsWith("~")
                ? Aside.valueOf(candidate.label().substring(1))
                : Aside.NONE;
    }

    /** @param hints what keywords say of the message, and of each of its parts */
    Asked asked(Words words, Hints hints, Light light) {
        if (hints.all().isEmpty() && (words.cut() || nothingBut(words))) {
            return new Asked(List.of(), Aside.NONE, List.of(), GUESSED);
        }
        var whole = rank(Clauses.text(words, 0, Math.min(words.size(), WORDS_READ)), light);
        var best = whole.best();
        if (!hints.all().isEmpty() && !mistaken(hints.all(), best, whole)) {
            return new Asked(joined(hints, light), Aside.NONE, List.of(), sure(hints.all(), whole));
        }
        var aside = aside(best);
        if (aside != Aside.NONE) {
            return new Asked(List.of(), aside, List.of(), best.probability());
        }
        boolean search =
                best.label().equals(TravelRules.FLIGHTS) || best.label().equals(TravelRules.HOTELS);
        if (search && TravelRules.trip(words)) {
            return new Asked(List.of(), Aside.TRIP, List.of(), best.probability());
        }
        if (best.probability() >= SURE) {
            return new Asked(joined(hints, light, best), Aside.NONE, List.of(), best.probability());
        }
        var either = whole.candidates().stream()
                .filter(candidate -> aside(candidate) == Aside.NONE)
                .filter(candidate -> candidate.probability() >= LIKELY)
                .limit(2)
                .map(candidate -> skills.get(candidate.label()))
                .toList();
        return new Asked(List.of(), Aside.NONE, either, best.probability());
    }

    /** What keywords found, and what parts of the message without any most probably ask for, in order. */
    private List<List<Skill>> joined(Hints hints, Light light) {
        var joined = new ArrayList<List<Skill>>();
        int read = 0;
        for (var part : hints.parts()) {
            if (!part.skills().isEmpty()) {
                part.skills().stream().filter(skill -> !joined.contains(skill)).forEach(joined::add);
            } else if (hints.parts().size() > 1 && read++ < PARTS_READ) {
                var best = rank(part.clause().text(), light.alone()).best();
                var asked = skills.get(best.label());
                if (asked != null && best.probability() >= SURE_AS_WELL && !joined.contains(asked)) {
                    joined.add(asked);
                }
            }
        }
        return joined;
    }

    private List<List<Skill>> joined(Hints hints, Light light, Candidate best) {
        var joined = joined(hints, light);
        return joined.isEmpty() ? List.of(skills.get(best.label())) : joined;
    }

    /** True when there are only facts and what joins them, or only words that nobody has ever said. */
    private boolean nothingBut(Words words) {
        for (int i = 0; i < words.size(); i++) {
            boolean telling = words.letters(i) && !words.used(i) && !LINKS.contains(words.at(i));
            if (telling && classifier.knows(words.at(i))) {
                return false;
            }
        }
        return true;
    }

    /** A poem about hotels is no hotel. */
    private boolean mistaken(List<List<Skill>> hints, Candidate best, Ranking whole) {
        return aside(best) == Aside.OUTSIDE && best.probability() >= SURE_AS_WELL && most(hints, whole) <= UNLIKELY;
    }

    private double sure(List<List<Skill>> hints, Ranking whole) {
        return Math.min(1, 0.7 + 0.3 * most(hints, whole));
    }

    private static double most(List<List<Skill>> hints, Ranking whole) {
        return hints.stream()
                .mapToDouble(hint -> whole.probability(hint.get(0).id()))
                .max()
                .orElse(0);
    }

    private Ranking rank(String text, Light light) {
        var ranking = kept.get(text);
        if (ranking == null) {
            ranking = classifier.rank(text);
            kept.put(text, ranking);
        }
        return ranking.weighed(light::odds);
    }
}
