package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.agents.planning.intent.Ranking;
import dev.jetway.agents.planning.intent.Ranking.Candidate;
import dev.jetway.agents.planning.intent.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialoguesTest {

    private static final Map<String, String> TOOLS = Map.of(
            "Buses_1/FindBus", "buses.search", "Buses_1/BuyBusTicket", "buses.book", "Hotels_1/Find", "hotels.search");

    @TempDir
    Path folder;

    private final List<State> states = new ArrayList<>();

    @BeforeEach
    void twoDialoguesOutOfOrder() throws IOException {
        write("""
                {'id': '1_0', 'turn': 4, 'service': 'Buses_1', 'intent': 'BuyBusTicket', 'text': 'b', 'prev': 'Here.'}
                {'id': '1_0', 'turn': 0, 'service': 'Buses_1', 'intent': 'FindBus', 'text': 'a', 'prev': ''}
                {'id': '1_1', 'turn': 0, 'service': 'Buses_1', 'intent': 'FindBus', 'text': 'c', 'prev': ''}
                {'id': '1_0', 'turn': 8, 'service': 'Hotels_1', 'intent': 'Find', 'text': 'd', 'prev': 'Booked.'}
                """);
    }

    @Test
    void everyTurnIsChosenForInTheStateThatTheOnesBeforeShouldHaveLeft() {
        var choices = Dialogues.read(folder, TOOLS).choose(this::always, true);

        assertThat(choices).extracting(Choice::said).containsExactly("a", "b", "d", "c");
        assertThat(choices).extracting(Choice::right).containsExactly(true, false, false, true);
        assertThat(choices.get(0).where()).isEqualTo("intent_turns_dev.jsonl:2");
        assertThat(choices.get(0).confidence()).isEqualTo(0.75);
        assertThat(states)
                .containsExactly(
                        State.NOTHING,
                        new State(Set.of("buses.search"), "Here."),
                        new State(Set.of("buses.book"), "Booked."),
                        State.NOTHING);
        assertThat(Dialogues.tagged(choices, Dialogues.FIRST)).hasSize(2);
        assertThat(Dialogues.tagged(choices, Dialogues.SAME))
                .extracting(Choice::said)
                .containsExactly("b");
        assertThat(Dialogues.tagged(choices, Dialogues.OTHER))
                .extracting(Choice::said)
                .containsExactly("d");
    }

    @Test
    void aMessageAloneHasNoState() {
        Dialogues.read(folder, TOOLS).choose(this::always, false);

        assertThat(states).hasSize(4).containsOnly(State.NOTHING);
    }

    @Test
    void everyDialogueIsEitherLookedAtOrNot() {
        var choices = Dialogues.read(folder, TOOLS).choose(this::always, true);

        assertThat(Dialogues.tagged(choices, Dialogues.UNSEEN))
                .extracting(Choice::said)
                .containsExactly("c");
    }

    @Test
    void anIntentWithoutAToolIsRefusedByLine() throws IOException {
        write("{'id': '1', 'turn': 0, 'service': 'Buses_1', 'intent': 'Other', 'text': 'a', 'prev': ''}");

        assertThatThrownBy(() -> Dialogues.read(folder, TOOLS))
                .isInstanceOf(BadDataException.class)
                .hasMessage("intent_turns_dev.jsonl:1: no tool is there for Buses_1/Other");
    }

    private Ranking always(String text, State state) {
        states.add(state);
        return new Ranking(
                List.of(new Candidate("buses.search", 0.75, true), new Candidate("buses.book", 0.25, true)), 0);
    }

    private void write(String lines) throws IOException {
        Files.writeString(folder.resolve(Dialogues.FILE), lines.replace('\'', '"'));
    }
}
