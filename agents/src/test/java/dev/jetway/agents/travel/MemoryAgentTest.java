package dev.jetway.agents.travel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Action;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.memory.Home;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.agents.memory.Trip;
import dev.jetway.agents.testing.ScriptedMemory;
import dev.jetway.agents.testing.ScriptedTools;
import dev.jetway.agents.testing.TestContext;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class MemoryAgentTest {

    private static final String EDINBURGH = "{\"home\":{\"city\":\"Edinburgh\",\"country\":\"GB\",\"iata\":\"EDI\"}}";
    private static final Note HOME = Note.of(new Home("Edinburgh", "GB", "EDI"));

    private final MemoryAgent agent = new MemoryAgent();

    @Test
    void beforeAnythingIsKeptTheTravelerIsAsked() {
        var memory = ScriptedMemory.withoutConsent();
        var action = approval("memory.remember", EDINBURGH, memory);
        assertThat(action.tool()).isEqualTo(TravelerMemory.REMEMBER);
        assertThat(action.arguments()).hasToString(EDINBURGH);
        assertThat(action.confirmation().title()).isEqualTo("Remember that you start from Edinburgh (EDI)");
        assertThat(action.confirmation().details())
                .extracting(detail -> detail.label())
                .containsExactly("I remember that", "And from now on", "Used for", "Until");
        assertThat(memory.known()).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void whatWasKeptIsSaid() {
        var action = approval("memory.remember", EDINBURGH, ScriptedMemory.withoutConsent());
        var said = agent.concluded(
                TestContext.task("memory.remember", EDINBURGH), action, new ToolResult.Ok(Json.object()));
        assertThat(text(said)).startsWith("I will remember that you start from Edinburgh (EDI).");
    }

    @Test
    void whoHasConsentedIsNotAskedAgain() {
        var memory = ScriptedMemory.of();
        assertThat(text(handle("memory.remember", "{\"seat\":\"aisle\"}", memory)))
                .startsWith("I will remember that you like an aisle seat.");
        assertThat(memory.known().value(Preference.SEAT)).contains("aisle");
    }

    @Test
    void whatCannotBeRememberedIsAskedFor() {
        var memory = ScriptedMemory.of();
        for (var input : new String[] {"{}", "{\"seat\":\"on the wing\"}", "{\"home\":{\"city\":\"\"}}"}) {
            assertThat(handle("memory.remember", input, memory)).isInstanceOf(AgentResult.InputRequired.class);
        }
        assertThat(memory.known().empty()).isTrue();
    }

    @Test
    void everythingThatIsKnownIsShown() {
        var memory = ScriptedMemory.of(HOME)
                .with(new Trip("JWABC123", "hotel", "Harbour *View*", LocalDate.of(2026, 11, 28)));
        assertThat(text(handle("memory.recall", "{}", memory))).isEqualTo("""
                        **What I remember about you**

                        - you start from Edinburgh (EDI); you told me on Sat 21 November 2026
                        - you booked Harbour \\*View\\* for Sat 28 November 2026, reference **JWABC123**""");
        assertThat(text(handle("memory.recall", "{}", ScriptedMemory.withoutConsent())))
                .contains("remember nothing about you", "until you ask");
    }

    @Test
    void oneThingIsForgottenAndTheRestIsNot() {
        var memory = ScriptedMemory.of(HOME, new Note(Preference.SEAT, "aisle"));
        assertThat(text(handle("memory.forget", "{\"preferences\":[\"home\"]}", memory)))
                .isEqualTo("Done: I have forgotten where you start from.");
        assertThat(memory.known().preferences()).containsOnlyKeys(Preference.SEAT);
    }

    @Test
    void everythingIsForgottenWithTheConsent() {
        var memory = ScriptedMemory.of(HOME);
        assertThat(text(handle("memory.forget", "{\"everything\":true}", memory)))
                .startsWith("Done: ");
        assertThat(memory.known()).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void nothingIsForgottenByGuessing() {
        var memory = ScriptedMemory.of(HOME);
        assertThat(handle("memory.forget", "{\"preferences\":[\"shoes\"]}", memory))
                .isInstanceOf(AgentResult.InputRequired.class);
        assertThat(memory.known().empty()).isFalse();
    }

    private AgentResult handle(String skill, String input, TravelerMemory memory) {
        var context = TestContext.with(new ScriptedTools()).remembering(memory);
        return agent.handle(TestContext.task(skill, input), context)
                .toCompletableFuture()
                .join();
    }

    private Action approval(String skill, String input, TravelerMemory memory) {
        return ((AgentResult.ApprovalRequired) handle(skill, input, memory)).action();
    }

    private static String text(AgentResult result) {
        return result.fold(AgentResult.Completed::text, Object::toString, Object::toString, Object::toString);
    }
}
