package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.cli.JetwayCommand;
import dev.jetway.runtime.e2e.RealStack.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A booking was made, its answer was lost, and the tool server can't be asked: a person looks. */
@ExtendWith(RealStack.class)
class DeskTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of its own, as is its list of cases. */
    private final String region = "desk-" + UUID.randomUUID().toString().substring(0, 8);

    private final Running stack;
    private ChildJvm node;

    @TempDir
    Path folder;

    DeskTest(Running stack) {
        this.stack = stack;
    }

    @BeforeEach
    void start() throws Exception {
        node = stack.startChildNode(region, region + ".log", """
                jetway.commitment { call-timeout = 2s, give-up-after = 4s, retry-delay = 500ms }
                jetway.conversation.commit-retry = 500ms
                jetway.desk { retry = 1s, snapshot-after = 1 }
                jetway.operations.address-file = "%s"
                """.formatted(operations()));
        Running.awaitTools(page());
    }

    @AfterEach
    void stop() {
        node.kill();
        stack.heal();
    }

    @Test
    void whatAPersonFoundOutReachesTheTravelerAlsoWhenTheNodeDiedInBetween() throws Exception {
        var lost = lostBooking("ann");
        var reference = stack.travel().bookingsOf(lost.subject()).get(0).reference();
        var it = JSON.readTree(desk(0, "--json")).path("open").get(0);

        assertThat(it.path("traveler").asText()).isEqualTo(lost.subject());
        assertThat(it.path("tool").asText()).isEqualTo("bookings.create");
        assertThat(it.path("title").asText()).startsWith("Book ");
        assertThat(it.at("/arguments/quoteId").asText()).isNotEmpty();
        assertThat(stack.travel().keysOf("bookings.create"))
                .contains(it.path("idempotencyKey").asText());
        assertThat(it.path("attempts").asInt()).isEqualTo(1);
        assertThat(it.path("errors")).isNotEmpty();
        var id = it.path("id").asText();
        assertThat(lost.history().get(3).path("content").asText()).contains("A person at our desk looks into it", id);

        node.kill();
        start();
        assertThat(desk(0)).as("after a restart").contains(id, "1 open.");
        assertThat(desk(0, "show", id))
                .contains("bookings.create", it.path("idempotencyKey").asText());
        try (var open = FrontEnd.open(page(), lost.name(), lost.thread())) {
            open.reset();
            var verdict = settling(id, "--done", "--reference", reference);
            assertThat(desk(0, verdict)).contains("It was done: " + reference, "as Bo found out");

            var told = open.wholeRun();
            assertThat(told.outcome()).isEqualTo("success");
            assertThat(told.text())
                    .isEqualTo("“%s” went through after all: **%s**."
                            .formatted(it.path("title").asText(), reference));
            assertThat(desk(0, verdict)).as("a repeat").contains("It was done: " + reference);
            assertThat(desk(1, settling(id, "--not-done"))).contains("settled already", "as Bo found out", reference);
            assertThat(desk(0)).contains("No case is open.");
            assertThat(open.say("hello").text())
                    .as("nothing was told in between")
                    .startsWith("Hello");
            assertThat(open.history().get(4).path("content").asText()).isEqualTo(told.text());
        }
        node.kill();
        start();
        try (var back = FrontEnd.open(page(), lost.name(), lost.thread())) {
            back.reset();
            assertThat(back.history())
                    .hasSize(7)
                    .satisfiesOnlyOnce(message ->
                            assertThat(message.path("content").asText()).contains("went through after all"));
            assertThat(stack.travel().bookingsOf(lost.subject())).hasSize(1);
        }
    }

    @Test
    void aLookUpOnceTheToolServerAnswersAgainSettlesTheCaseByItself() throws Exception {
        try (var ben = lostBooking("ben")) {
            var reference = stack.travel().bookingsOf(ben.subject()).get(0).reference();
            var id = JSON.readTree(desk(0, "--json"))
                    .path("open")
                    .get(0)
                    .path("id")
                    .asText();
            assertThat(desk(1, "lookup", id)).contains("The tool server did not say");

            stack.travel().clearFaults();
            var node = address();
            Eventually.get("the look-up is answered", () -> {
                var said = run("desk", "lookup", id, "--url", node);
                return said.exit() == 0 ? Optional.of(said.text()) : Optional.empty();
            });
            assertThat(ben.wholeRun().text()).contains("went through after all: **%s**.".formatted(reference));
            assertThat(desk(1, settling(id, "--not-done"))).contains("as the tool server said");
            assertThat(desk(1, "settle", id, "--done", "--reference", "**", "--note", "x", "--by", "Bo"))
                    .contains("What was done has a reference");
            assertThat(desk(1, "show", "c/none:book")).contains("Nothing was approved under the id c/none:book");
        }
    }

    /** Books, and is told that nobody knows. */
    private FrontEnd lostBooking(String name) {
        var traveler =
                FrontEnd.open(page(), name + "-" + UUID.randomUUID().toString().substring(0, 8), "trip");
        traveler.say("hotels in Boston for three nights from 3 March");
        var question = traveler.say("book the second one").question();
        stack.travel().fault("bookings", "create", "{\"mode\":\"hang\",\"when\":\"after\"}");
        stack.travel().fault("bookings", "lookup", "{\"mode\":\"fail\"}");
        assertThat(traveler.approve(question).text()).contains("I could not find out whether it went through");
        return traveler;
    }

    private static String[] settling(String id, String... found) {
        List<String> words = new ArrayList<>(List.of("settle", id));
        words.addAll(List.of(found));
        words.addAll(List.of("--note", "asked the hotel", "--by", "Bo"));
        return words.toArray(String[]::new);
    }

    private record Said(int exit, String text) {}

    private String desk(int exit, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("desk"));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", address()));
        var said = run(command.toArray(String[]::new));
        assertThat(said.exit()).as(said.text()).isEqualTo(exit);
        return said.text();
    }

    private static Said run(String... command) {
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        int exit = JetwayCommand.commandLine().setOut(writer).setErr(writer).execute(command);
        return new Said(exit, text.toString());
    }

    private Path operations() {
        return folder.resolve("operations");
    }

    private String address() throws IOException {
        return Files.readString(operations()).strip();
    }

    private URI page() {
        return URI.create(node.address());
    }
}
