package dev.jetway.agents.evaluation;

import dev.jetway.agents.planning.intent.Ranking;
import dev.jetway.agents.planning.intent.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The turns of Schema-Guided Dialogue in which a traveler says what they want, in the file {@value #FILE}.
 *
 * <p>A turn with two frames in that set is one in which the traveler goes on to another service; the frame of the one
 * before is annotated once more. It is one turn here, and what it asks for is the new intent.
 */
public final class Dialogues {

    /** By this file a folder is recognised. */
    public static final String FILE = "intent_turns_dev.jsonl";

    public static final String FIRST = "first turn of a dialogue";
    public static final String SAME = "later turn, same service";
    public static final String OTHER = "later turn, another service";

    /** Half of the dialogues, by their ids, were never looked at while the phrases of the tools were written. */
    public static final String UNSEEN = "dialogues never looked at";

    /**
     * One turn.
     *
     * @param before what was answered just before; empty in the beginning
     */
    private record Turn(
            String where, String dialogue, int number, String service, String tool, String text, String before) {}

    private final List<List<Turn>> dialogues;

    private Dialogues(List<List<Turn>> dialogues) {
        this.dialogues = dialogues;
    }

    public static boolean in(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /**
     * @param tools by {@code service/intent}
     * @throws BadDataException naming the line
     */
    public static Dialogues read(Path folder, Map<String, String> tools) {
        Map<String, List<Turn>> byId = new LinkedHashMap<>();
        for (var line : Lines.of(folder.resolve(FILE))) {
            var object = line.object();
            var service = line.text(object, "service");
            var tool = tools.get(service + "/" + line.text(object, "intent"));
            if (tool == null) {
                throw line.bad("no tool is there for %s/%s", service, line.text(object, "intent"));
            }
            if (!object.path("turn").isInt() || !object.path("prev").isTextual()) {
                throw line.bad("'turn' has to be a number, and 'prev' text");
            }
            var turn = new Turn(
                    line.where(),
                    line.text(object, "id"),
                    object.path("turn").intValue(),
                    service,
                    tool,
                    line.text(object, "text"),
                    object.path("prev").textValue());
            byId.computeIfAbsent(turn.dialogue(), absent -> new ArrayList<>()).add(turn);
        }
        byId.values().forEach(turns -> turns.sort(Comparator.comparing(Turn::number)));
        return new Dialogues(List.copyOf(byId.values()));
    }

    public int turns() {
        return dialogues.stream().mapToInt(List::size).sum();
    }

    public int size() {
        return dialogues.size();
    }

    /**
     * Chooses a tool for every turn.
     *
     * @param chooser ranks the tools for a message, in a state
     * @param remembering whether it is told of what was wanted before, and what was just said
     */
    public List<Choice> choose(BiFunction<String, State, Ranking> chooser, boolean remembering) {
        var choices = new ArrayList<Choice>();
        for (var dialogue : dialogues) {
            Turn last = null;
            for (var turn : dialogue) {
                var state =
                        last == null || !remembering ? State.NOTHING : new State(Set.of(last.tool()), turn.before());
                long began = System.nanoTime();
                var best = chooser.apply(turn.text(), state).best();
                choices.add(new Choice(
                        turn.where(),
                        turn.text(),
                        turn.tool(),
                        best.label(),
                        best.probability(),
                        System.nanoTime() - began,
                        tags(turn, last)));
                last = turn;
            }
        }
        return choices;
    }

    private static Set<String> tags(Turn turn, Turn last) {
        var place = last == null ? FIRST : last.service().equals(turn.service()) ? SAME : OTHER;
        return unseen(turn.dialogue()) ? Set.of(place, UNSEEN) : Set.of(place);
    }

    private static boolean unseen(String dialogue) {
        return Math.floorMod(dialogue.hashCode(), 2) == 1;
    }

    /** The choices with a tag. */
    public static List<Choice> tagged(List<Choice> choices, String tag) {
        return choices.stream().filter(choice -> choice.tags().contains(tag)).toList();
    }
}
