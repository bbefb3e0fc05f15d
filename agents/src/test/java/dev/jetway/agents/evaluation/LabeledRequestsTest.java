package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.agents.evaluation.LabeledRequest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabeledRequestsTest {

    private static final String SMALLEST =
            "{'id': 'a', 'now': '2026-03-02T09:00:00Z', 'text': 'hi', 'outcome': 'chat'}";

    @TempDir
    Path folder;

    @Test
    void readsEverythingThatCanBeSaid() throws IOException {
        write("one.jsonl", """
                {'id': 'own-1', 'now': '2026-03-02T09:00:00Z', 'zone': 'America/New_York', 'locale': 'en-US', \
                'text': 'book it', 'history': [{'text': 'a hotel in Rome', 'tasks': [{'skill': 'hotels.search', \
                'input': {'city': 'Rome'}, 'artifact': {'kind': 'hotel'}}], 'reply': 'Here.'}, {'text': 'hm'}], \
                'outcome': 'plan', 'tasks': [{'skill': 'bookings.create', 'input': {'offerId': 'h1'}, \
                'optional': true}], 'tags': ['dialogue']}
                """);

        var request = LabeledRequests.read(folder).get(0);

        assertThat(request.where()).isEqualTo("one.jsonl:1");
        assertThat(request.traveler().currency()).isEqualTo("USD");
        assertThat(request.traveler().timeZone()).isEqualTo("America/New_York");
        assertThat(request.outcome()).isEqualTo(Outcome.PLAN);
        assertThat(request.tasks().get(0).optional()).isTrue();
        assertThat(request.tasks().get(0).input().path("offerId").asText()).isEqualTo("h1");
        assertThat(request.history()).hasSize(2);
        assertThat(request.history()
                        .get(0)
                        .tasks()
                        .get(0)
                        .artifact()
                        .path("kind")
                        .asText())
                .isEqualTo("hotel");
        assertThat(request.history().get(1).tasks()).isEmpty();
        assertThat(request.tags()).containsExactly("dialogue");
    }

    @Test
    void readsAllFilesByNameAndPassesEmptyLinesOver() throws IOException {
        write("b.jsonl", SMALLEST.replace("'a'", "'b'"));
        write("a.jsonl", "\n" + SMALLEST + "\n");
        write("notes.txt", "none of it");

        assertThat(LabeledRequests.read(folder))
                .extracting(LabeledRequest::where)
                .containsExactly("a.jsonl:2", "b.jsonl:1");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("not JSON", "{'id': "),
                mistake("not a JSON object", "[]"),
                mistake("not JSON (Duplicate field 'text'", SMALLEST.replace("{", "{'text': 'x', ")),
                mistake("'id' has to be some text", SMALLEST.replace("'a'", "7")),
                mistake("unknown field [taks]", SMALLEST.replace("{", "{'taks': [], ")),
                mistake("'now' is a moment such as", SMALLEST.replace("T09:00:00Z", "")),
                mistake("'zone' is a time zone", SMALLEST.replace("{", "{'zone': 'Mars', ")),
                mistake("'locale' is a language and a country", SMALLEST.replace("{", "{'locale': 'en', ")),
                mistake("'currency' is a code", SMALLEST.replace("{", "{'currency': 'pound', ")),
                mistake("the outcome is plan, ask, chat or out_of_scope", SMALLEST.replace("chat", "PLAN")),
                mistake("a plan needs 'tasks'", SMALLEST.replace("chat", "plan")),
                mistake("'tasks' go with the outcome", SMALLEST.replace("{", "{'tasks': [{'skill': 's'}], ")),
                mistake("'asks' go with the outcome", SMALLEST.replace("{", "{'asks': ['place'], ")),
                mistake("'tags' has to be a list of words", SMALLEST.replace("{", "{'tags': [1], ")),
                mistake("'tags' has to be a list", SMALLEST.replace("{", "{'tags': 'one', ")),
                mistake("a task has the unknown field [tool]", plan("{'skill': 's', 'tool': 't'}")),
                mistake("'input' has to be an object", plan("{'skill': 's', 'input': 'x'}")),
                mistake("'skill' has to be some text", plan("{'input': {}}")),
                mistake("'optional' has to be true or false", plan("{'skill': 's', 'optional': 'yes'}")),
                mistake("a turn of 'history' has to be an object", SMALLEST.replace("{", "{'history': ['x'], ")),
                mistake("'reply' has to be text", SMALLEST.replace("{", "{'history': [{'text': '', 'reply': 1}], ")),
                mistake("'history' has 21 members", SMALLEST.replace("{", "{'history': [" + "1,".repeat(20) + "1], ")),
                mistake("at most 20,000 characters", SMALLEST.replace("'hi'", "'" + "x".repeat(20_001) + "'")),
                mistake("longer than 262,144 characters", SMALLEST + " ".repeat(262_144)),
                mistake("the id 'before' is taken by data.jsonl:1", SMALLEST.replace("'a'", "'before'")));
    }

    private static Arguments mistake(String words, String line) {
        return Arguments.of(words, line);
    }

    private static String plan(String task) {
        return SMALLEST.replace("'chat'", "'plan', 'tasks': [" + task + "]");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesAMistakeNamingFileAndLine(String words, String line) throws IOException {
        write("data.jsonl", SMALLEST.replace("'a'", "'before'") + "\n" + line);

        assertThatThrownBy(() -> LabeledRequests.read(folder))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("data.jsonl:2: ")
                .hasMessageContaining(words);
    }

    @Test
    void refusesAFolderWithNothingToRead() throws IOException {
        assertThatThrownBy(() -> LabeledRequests.read(folder)).hasMessageContaining("no file here is called *.jsonl");
        assertThatThrownBy(() -> LabeledRequests.read(folder.resolve("nowhere")))
                .hasMessageContaining("there is no such folder");
        write("empty.jsonl", "\n");
        assertThatThrownBy(() -> LabeledRequests.read(folder)).hasMessageContaining("no file here holds a request");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Files.write(folder.resolve("old.jsonl"), new byte[] {'"', (byte) 0xE9, '"'});

        assertThatThrownBy(() -> LabeledRequests.read(folder)).hasMessage("old.jsonl: not UTF-8");
    }

    private void write(String name, String lines) throws IOException {
        Files.writeString(folder.resolve(name), lines.replace('\'', '"'), StandardCharsets.UTF_8);
    }
}
