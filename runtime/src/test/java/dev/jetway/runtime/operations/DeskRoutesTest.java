package dev.jetway.runtime.operations;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.settings.ServerSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.cli.JetwayCommand;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.described.CheckedAnswers;
import dev.jetway.runtime.desk.Desk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The desk's address and its commands, over real HTTP; what the list says is up to the test. */
class DeskRoutesTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "desk", ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ID = "YW5uYQ.trip/run-1:book";
    private static final Case CASE = new Case(
            ID,
            Case.Call.of(
                    ID,
                    "bookings.create",
                    "Book JW 412\u001b[2J",
                    "{\"quoteId\":\"q1\"}",
                    new Traveler("anna", "en-GB", "Europe/London", "GBP")),
            new Case.Times(
                    NOW.minusSeconds(800).toEpochMilli(),
                    NOW.minusSeconds(700).toEpochMilli(),
                    NOW.minusSeconds(400).toEpochMilli()),
            1,
            List.of("attempt 1: it took too long", "look-up: not connected"),
            "us",
            null);

    private final Scripted desk = new Scripted();
    private final DeskRoutes routes = new DeskRoutes(desk, Clock.fixed(NOW, ZoneOffset.UTC));
    private String node;

    @TempDir
    Path data;

    @BeforeEach
    void bind() throws IOException {
        int port = Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .withSettings(
                        ServerSettings.create(KIT.system().classicSystem()).withRemoteAddressAttribute(true))
                .bind(routes.route())
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .localAddress()
                .getPort();
        node = "http://127.0.0.1:" + port;
        Files.writeString(Files.createDirectories(data).resolve("operations"), node + "\n");
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void theOpenCasesAreListedWithAllThatAPersonNeeds() throws Exception {
        var page = json(get("/v1/desk"));
        assertThat(page.path("most").asInt()).isEqualTo(100);
        var it = page.path("open").get(0);
        assertThat(it.path("id").asText()).isEqualTo(ID);
        assertThat(it.path("conversation").asText()).isEqualTo("YW5uYQ.trip");
        assertThat(it.path("turn").asText()).isEqualTo("run-1");
        assertThat(it.path("task").asText()).isEqualTo("book");
        assertThat(it.path("traveler").asText()).isEqualTo("anna");
        assertThat(it.path("tool").asText()).isEqualTo("bookings.create");
        assertThat(it.at("/arguments/quoteId").asText()).isEqualTo("q1");
        assertThat(it.path("idempotencyKey").asText()).isEqualTo(CASE.call().key());
        assertThat(it.path("approvedAt").asText()).isEqualTo("2026-11-21T11:46:40Z");
        assertThat(it.path("sentAt").asText()).isEqualTo("2026-11-21T11:48:20Z");
        assertThat(it.path("gaveUpAt").asText()).isEqualTo("2026-11-21T11:53:20Z");
        assertThat(it.path("openSeconds").asInt()).isEqualTo(400);
        assertThat(it.path("attempts").asInt()).isEqualTo(1);
        assertThat(it.path("errors")).hasSize(2);
        assertThat(it.path("primaryMayKnow").asText()).isEqualTo("us");
        assertThat(it.has("settled")).isFalse();
    }

    @Test
    void theCommandShowsThemWithoutWhatWouldCommandTheTerminal() {
        var table = run(0);
        assertThat(table)
                .contains("6 m", "anna", "bookings.create", "Book JW 412", "(region us may know)", ID, "1 open.")
                .doesNotContain("\u001b[2J");
        assertThat(run(0, "show", ID))
                .contains("\"quoteId\": \"q1\"", CASE.call().key(), "look-up: not connected", "open for", "6 m");
        assertThat(run(0, "--json")).contains("\"idempotencyKey\"");
        desk.open = new Desk.OpenCases(List.of(), 0, 100);
        assertThat(run(0)).isEqualTo("No case is open.\n");
        desk.open = new Desk.OpenCases(List.of(CASE), 100, 100);
        assertThat(run(0)).contains("The list is full (100).");
    }

    @Test
    void whatWasFoundOutIsSentAsItWasSaid() {
        assertThat(run(0, "settle", ID, "--done", "--reference", "ABC123", "--note", "called them", "--by", "Bo"))
                .contains("It was done: ABC123, as Bo found out at 2026-11-21T12:00:00Z (called them)");
        assertThat(run(0, "settle", ID, "--not-done", "--note", "nothing there", "--by", "Bo"))
                .contains("It was not done");
        assertThat(run(0, "settle", ID, "--not-done", "--note", "nothing there"))
                .isNotEmpty();
        assertThat(desk.verdicts)
                .containsExactly(
                        new Verdict(true, "ABC123", "called them", "Bo"),
                        new Verdict(false, null, "nothing there", "Bo"),
                        new Verdict(false, null, "nothing there", System.getProperty("user.name")));
    }

    @Test
    void aRefusalIsASentence() {
        var settled = CASE.settled(Settlement.of(new Verdict(true, "ABC123", "called", "Bo"), null, 0));
        desk.answer = CaseAnswer.contradicted(settled, "Nothing was changed.");
        assertThat(run(1, "settle", ID, "--not-done", "--note", "x", "--by", "Cy"))
                .contains("settled already. It was done: ABC123, as Bo found out at 1970-01-01T00:00:00Z (called).");
        desk.answer = CaseAnswer.absent("Nothing was approved under the id x.");
        assertThat(run(1, "show", "x")).contains("Nothing was approved");
        desk.answer = CaseAnswer.notNow(CASE, "The tool server did not say: not connected");
        assertThat(run(1, "lookup", ID)).contains("did not say");
    }

    @Test
    void wrongUsageIsExplainedBeforeAnythingIsSent() {
        assertThat(run(2, "settle", ID, "--done", "--note", "x")).contains("--done goes with --reference");
        assertThat(run(2, "settle", ID, "--not-done", "--reference", "A", "--note", "x"))
                .contains("goes without");
        assertThat(run(2, "settle", ID, "--done", "--not-done", "--note", "x")).isNotEmpty();
        assertThat(run(2, "settle", ID, "--note", "x")).contains("--done");
        assertThat(run(2, "settle", ID, "--not-done")).contains("--note");
        assertThat(run(1, "settle", ID, "--done", "--reference", "**", "--note", "x"))
                .contains("What was done has a reference");
        assertThat(desk.verdicts).isEmpty();
    }

    @Test
    void whereNoNodeIsTheCommandSaysHowToNameOne() throws IOException {
        assertThat(run(1, "--region", "eu")).contains("No 'jetway up' is running", "--url");
        Files.delete(data.resolve("operations"));
        assertThat(run(1)).contains("--url");
        assertThat(run(1, "--url", "http://127.0.0.1:1")).contains("No node answers at http://127.0.0.1:1");
        assertThat(run(1, "--url", "nonsense")).contains("--url is an address");
        Files.writeString(Files.createDirectories(data.resolve("regions/eu")).resolve("operations"), node);
        assertThat(run(0, "--region", "eu")).contains("1 open.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "no JSON",
                "{}",
                "{\"id\":\"x\"}",
                "{\"id\":\"\",\"done\":false,\"note\":\"n\",\"by\":\"b\"}",
                "{\"id\":\"x\",\"done\":\"perhaps\",\"note\":\"n\",\"by\":\"b\"}",
                "{\"id\":\"x\",\"done\":false,\"note\":\"n\"}",
                "{\"id\":\"x\",\"done\":true,\"note\":\"n\",\"by\":\"b\"}",
                "{\"id\":\"x\",\"done\":false,\"reference\":\"A\",\"note\":\"n\",\"by\":\"b\"}",
                "{\"id\":\"x\",\"done\":false,\"note\":\"n\",\"by\":\"b\",\"charge\":true}",
                "{\"id\":\"x\",\"done\":false,\"note\":\"n\",\"by\":\"b\"} {}"
            })
    void badInputIsRefusedAndChangesNothing(String body) throws Exception {
        var answer = post("/v1/desk/settle", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).path("error").asText()).isNotEmpty();
        assertThat(desk.verdicts).isEmpty();
    }

    @Test
    void tooMuchIsNotRead() throws Exception {
        var body = "{\"id\":\"x\",\"done\":false,\"note\":\"%s\",\"by\":\"b\"}".formatted("n".repeat(20_000));
        assertThat(post("/v1/desk/settle", body).statusCode()).isEqualTo(413);
        assertThat(get("/v1/desk/case?id=" + "x".repeat(600)).statusCode()).isEqualTo(400);
        assertThat(get("/v1/desk/case").statusCode()).isEqualTo(404);
    }

    @Test
    void aListThatDoesNotAnswerIsToBeAskedAgain() throws Exception {
        desk.silent = true;
        assertThat(get("/v1/desk").statusCode()).isEqualTo(503);
        assertThat(run(1, "show", ID)).contains("Ask again");
    }

    @Test
    void theDeskIsForThisMachineOnlyAndNoBrowser() throws Exception {
        for (var path : List.of("/v1/desk", "/v1/desk/case?id=x")) {
            assertThat(send(HttpRequest.newBuilder(URI.create(node + path)).header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
        }
        var handler = routes.route().handler(KIT.system());
        var request = akka.http.javadsl.model.HttpRequest.GET("/v1/desk");
        assertThat(status(handler.apply(request))).as("from who knows where").isEqualTo(403);
        assertThat(status(handler.apply(request.addAttribute(
                        AttributeKeys.remoteAddress, RemoteAddress.create(InetAddress.getByName("192.0.2.7"))))))
                .isEqualTo(403);
        assertThat(get("/v1/desk/settle").statusCode()).isEqualTo(405);
    }

    private static int status(CompletionStage<akka.http.javadsl.model.HttpResponse> answer) {
        return answer.toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .status()
                .intValue();
    }

    private String run(int exit, String... words) {
        List<String> command = new ArrayList<>(List.of("desk"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        int code = JetwayCommand.commandLine().setOut(writer).setErr(writer).execute(command.toArray(String[]::new));
        assertThat(code).as(text.toString()).isEqualTo(exit);
        return text.toString();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(node + path)));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(node + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CheckedAnswers.checked(
                CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString()));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    /** Agrees, unless the test has another answer. */
    private static final class Scripted implements Desk {
        private final List<Verdict> verdicts = new ArrayList<>();
        private volatile OpenCases open = new OpenCases(List.of(CASE), 1, 100);
        private volatile CaseAnswer answer;
        private volatile boolean silent;

        private <T> CompletionStage<T> orSilent(T answer) {
            return silent
                    ? CompletableFuture.failedFuture(new TimeoutException("nobody"))
                    : CompletableFuture.completedFuture(answer);
        }

        @Override
        public CompletionStage<OpenCases> open() {
            return orSilent(open);
        }

        @Override
        public CompletionStage<CaseAnswer> show(String id) {
            return orSilent(answer == null ? CaseAnswer.agreed(CASE, "") : answer);
        }

        @Override
        public CompletionStage<CaseAnswer> settle(String id, Verdict verdict) {
            verdicts.add(verdict);
            var settled = CASE.settled(Settlement.of(verdict, null, NOW.toEpochMilli()));
            return orSilent(answer == null ? CaseAnswer.agreed(settled, "") : answer);
        }

        @Override
        public CompletionStage<CaseAnswer> lookUp(String id) {
            return show(id);
        }
    }
}
