package dev.jetway.agents.provenance;

import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Origin.Kind;
import dev.jetway.agents.travel.Markdown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the origins of a call's values mean for whoever is asked to approve it. */
public final class Remarks {

    private static final int MOST = 8;
    private static final int LONGEST_VALUE = 80;

    private Remarks() {}

    /**
     * Why nobody should be asked at all: a value is nowhere but in the middle of a text that a tool wrote, which
     * is where instructions to an assistant stand. In Markdown, fit for a traveler.
     */
    public static Optional<String> refusal(List<Origin> origins) {
        return origins.stream()
                .filter(origin -> origin.kind() == Kind.FRAGMENT)
                .findFirst()
                .map(origin ->
                        "I did nothing: the %s “%s” stands in the middle of a text from %s, and you did not say it. If it is what you want, tell me so in your own words."
                                .formatted(
                                        Markdown.escape(words(origin.name()), 40),
                                        Markdown.escape(origin.value(), LONGEST_VALUE),
                                        Markdown.escape(origin.by(), 80)));
    }

    /**
     * One sentence for each value that the traveler did not say and should not overlook: what nobody said and no
     * tool returned, and words of a tool's that the question does not show.
     */
    public static List<String> of(List<Origin> origins, Confirmation question) {
        var shown = shown(question);
        var remarks = new LinkedHashSet<String>();
        for (var origin : origins) {
            remark(origin, shown).ifPresent(remarks::add);
        }
        var all = new ArrayList<>(remarks);
        if (all.size() <= MOST) {
            return all;
        }
        var most = new ArrayList<>(all.subList(0, MOST));
        most.add("%d more values are not yours either.".formatted(all.size() - MOST));
        return most;
    }

    private static Optional<String> remark(Origin origin, String shown) {
        var name = Markdown.plain(words(origin.name()), 40);
        var value = Markdown.plain(origin.value(), LONGEST_VALUE);
        return switch (origin.kind()) {
            case SAID -> Optional.empty();
            case FIELD -> {
                if (origin.alsoIn() != null) {
                    yield Optional.of(
                            "“%s” (%s) stands in a text from %s, too. Approve this only if it is what you want."
                                    .formatted(value, name, origin.alsoIn()));
                }
                yield wordy(origin.value()) && !Text.contains(shown, Leaf.key(origin.value()))
                        ? Optional.of("You did not say “%s” (%s); it is from %s.".formatted(value, name, origin.by()))
                        : Optional.empty();
            }
            case TEXT, FRAGMENT ->
                Optional.of("You did not say “%s” (%s); it is from a text of %s.".formatted(value, name, origin.by()));
            case COMPUTED ->
                Optional.of("Neither you nor any service said “%s” (%s); I worked it out.".formatted(value, name));
        };
    }

    /** Everything the question shows, as {@link Leaf#key} has it. */
    private static String shown(Confirmation question) {
        var text = new StringBuilder(question.title());
        question.details()
                .forEach(detail ->
                        text.append('\n').append(detail.label()).append('\n').append(detail.value()));
        return Leaf.key(text.toString());
    }

    /** Words rather than an id, a number or a date: the latter have digits and no spaces. */
    private static boolean wordy(String value) {
        return !Leaf.isId(value)
                && (value.chars().noneMatch(Character::isDigit) || value.strip().contains(" "));
    }

    /** {@code newDate} as {@code new date}. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|[_-]", " ").toLowerCase(Locale.ROOT);
    }
}
