package dev.jetway.runtime.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.conversation.RunSoFar;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunWindowTest {

    private static final String STARTED = "{\"type\":\"RUN_STARTED\",\"threadId\":\"t\",\"runId\":\"r1\"}";
    private static final String FINISHED =
            "{\"type\":\"RUN_FINISHED\",\"threadId\":\"t\",\"runId\":\"r1\",\"outcome\":{\"type\":\"success\"}}";
    private static final String CANCELLED = FINISHED.replace("success", "cancelled");
    private static final String SNAPSHOT = "{\"type\":\"MESSAGES_SNAPSHOT\",\"messages\":[]}";

    private final RunWindow window = new RunWindow("r1", Dialect.AG_UI_1, Set.of("m1"));

    @Test
    void nothingOfOtherRunsGoesOut() {
        assertThat(say(
                        window,
                        STARTED.replace("r1", "r0"),
                        text("TEXT_MESSAGE_START", "x"),
                        FINISHED.replace("r1", "r0"),
                        STARTED,
                        text("TEXT_MESSAGE_START", "m2"),
                        text("TEXT_MESSAGE_END", "m2"),
                        FINISHED,
                        STARTED.replace("r1", "r2"),
                        SNAPSHOT))
                .containsExactly(STARTED, text("TEXT_MESSAGE_START", "m2"), text("TEXT_MESSAGE_END", "m2"), FINISHED);
        assertThat(window.over()).isTrue();
    }

    @Test
    void aMessageTheClientHasIsNotSaidAgain() {
        assertThat(say(
                        window,
                        STARTED,
                        text("TEXT_MESSAGE_START", "m1"),
                        "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m1\",\"delta\":\"Hi\"}",
                        text("TEXT_MESSAGE_END", "m1"),
                        FINISHED))
                .containsExactly(STARTED, FINISHED);
    }

    @Test
    void anErrorOfAnotherRunEndsNothing() {
        var other = "{\"type\":\"RUN_ERROR\",\"message\":\"no\",\"metadata\":{\"jetway\":{\"runId\":\"r0\"}}}";
        assertThat(say(window, STARTED, other, FINISHED)).containsExactly(STARTED, FINISHED);
    }

    @Test
    void whatIsOpenIsClosedBeforeTheRunEnds() {
        var out = say(window, STARTED, subagent("SUBAGENT_STARTED", "s1"), FINISHED);

        assertThat(out).hasSize(4);
        assertThat(out.get(2)).contains("SUBAGENT_FINISHED", "\"s1\"");
        out.forEach(event -> assertThat(event).doesNotContain("null"));
    }

    @Test
    void aReplyThatIsBeingWrittenIsClosedBeforeItBeginsAgain() {
        say(window, STARTED, text("TEXT_MESSAGE_START", "m2"));
        var now = new RunSoFar("r1", true, List.of(STARTED, SNAPSHOT, text("TEXT_MESSAGE_START", "m2")));

        var out = window.upTo(now);

        assertThat(out).hasSize(3);
        assertThat(out.get(0)).contains("TEXT_MESSAGE_END", "\"m2\"");
        assertThat(out.get(2)).isEqualTo(text("TEXT_MESSAGE_START", "m2"));
        assertThat(say(window, FINISHED)).hasSize(2).element(0).asString().contains("TEXT_MESSAGE_END");
    }

    @Test
    void whatTheClientHasIsWhatTheLastSnapshotSays() {
        assertThat(say(window, STARTED, SNAPSHOT, text("TEXT_MESSAGE_START", "m1"), text("TEXT_MESSAGE_END", "m1")))
                .hasSize(4);
    }

    @Test
    void theEndOfASubagentThatNeverBeganHereIsLeftOut() {
        assertThat(say(window, STARTED, subagent("SUBAGENT_FINISHED", "s1"), FINISHED))
                .containsExactly(STARTED, FINISHED);
    }

    @Test
    void inTheMiddleOfARunItCatchesUpWithoutBeginningAgain() {
        say(window, STARTED, subagent("SUBAGENT_STARTED", "gone"), subagent("SUBAGENT_STARTED", "stays"));
        var now = new RunSoFar(
                "r1",
                true,
                List.of(STARTED, SNAPSHOT, subagent("SUBAGENT_STARTED", "stays"), subagent("SUBAGENT_STARTED", "new")));

        var out = window.upTo(now);

        assertThat(out).hasSize(3);
        assertThat(out.get(0)).contains("SUBAGENT_FINISHED", "\"gone\"");
        assertThat(out.subList(1, 3)).containsExactly(SNAPSHOT, subagent("SUBAGENT_STARTED", "new"));
    }

    @Test
    void aRunThatFailsBeforeItBeganBeginsFirst() {
        var out = window.fail("t", "unavailable", "Nobody answered", 1_000, 1);

        assertThat(out).hasSize(2);
        assertThat(out.get(0)).startsWith("{\"type\":\"RUN_STARTED\"");
        assertThat(out.get(1)).contains("RUN_ERROR", "\"retryAfterMs\":1000");
        out.forEach(AgUiSchema::check);
        assertThat(window.fail("t", "unavailable", "again", 0, 2)).isEmpty();
    }

    @Test
    void clientsBefore1AreToldOfACanceledRunInWordsTheyKnow() {
        var old = new RunWindow("r1", Dialect.BEFORE_1, Set.of());

        var out = say(old, STARTED, "{\"type\":\"SOMETHING_NEW\"}", CANCELLED);

        assertThat(out).hasSize(2);
        assertThat(out.get(1))
                .contains("\"outcome\":{\"type\":\"success\"}")
                .contains("\"metadata\":{\"jetway\":{\"outcome\":\"cancelled\"}}");
        AgUiSchema.check(out.get(1));
        assertThat(say(window, STARTED, CANCELLED)).containsExactly(STARTED, CANCELLED);
    }

    @Test
    void whoSaysNothingOfTheirVersionIsOld() {
        assertThat(Dialect.of(Optional.empty())).isEqualTo(Dialect.BEFORE_1);
        assertThat(Dialect.of(Optional.of("0.9"))).isEqualTo(Dialect.BEFORE_1);
        assertThat(Dialect.of(Optional.of("1.0"))).isEqualTo(Dialect.AG_UI_1);
        assertThat(Dialect.of(Optional.of("2.1"))).isEqualTo(Dialect.AG_UI_1);
    }

    private static List<String> say(RunWindow window, String... events) {
        var out = new ArrayList<String>();
        for (var event : events) {
            out.addAll(window.next(event));
        }
        return out;
    }

    private static String text(String type, String id) {
        return "{\"type\":\"%s\",\"messageId\":\"%s\"}".formatted(type, id);
    }

    private static String subagent(String type, String id) {
        return "{\"type\":\"%s\",\"subagentRunId\":\"%s\"}".formatted(type, id);
    }
}
