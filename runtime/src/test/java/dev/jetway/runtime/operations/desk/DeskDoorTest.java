package dev.jetway.runtime.operations.desk;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.conversation.Clerk;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.AtDesk;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.DeskAsk;
import dev.jetway.runtime.conversation.ConversationEntity.DeskJoin;
import dev.jetway.runtime.conversation.ConversationEntity.DeskLeave;
import dev.jetway.runtime.conversation.ConversationEntity.DeskSay;
import dev.jetway.runtime.conversation.ConversationEntity.DeskStay;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.conversation.ConversationSettings;
import dev.jetway.runtime.conversation.Need;
import dev.jetway.runtime.conversation.Visit;
import dev.jetway.runtime.desk.Desk;
import dev.jetway.runtime.desk.Waiting;
import dev.jetway.runtime.gateway.http.Gateways;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The desk's door over real HTTP; what conversations and lists say is up to the test. */
class DeskDoorTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String OF_ACME = new ConversationId("dev:ann@acme", "trip").entityId();
    private static final String OF_NONE = new ConversationId("dev:bob", "trip").entityId();
    private static final String SOMEWHERE_ELSE = new ConversationId("dev:cy", "trip", "away").entityId();

    private static ActorTestKit kit;
    private static String address;
    private static final List<AtDesk> WISHES = new CopyOnWriteArrayList<>();
    private static final Lists LISTS = new Lists();
    private static volatile Receipt receipt;

    @BeforeAll
    static void bind() {
        kit = Gateways.kit();
        var settings =
                "jetway.tenants.acme {}\njetway.tenants.other {}\njetway.gateway { commands.limit = 1000, command-timeout = 1s }";
        var config = ConfigFactory.parseString("jetway.conversation.desk-visit = 1s")
                .withFallback(ConfigFactory.load())
                .resolve();
        var door = new DeskDoor(
                kit.system(),
                Gateways.routes(kit, DeskDoorTest::tell, settings).signIn(),
                Gateways.settings(settings),
                ConversationSettings.from(config.getConfig("jetway.conversation")),
                DeskDoorTest::tell,
                id -> !id.endsWith("@away"),
                LISTS,
                LISTS::waiting,
                Clock.systemUTC());
        address = "http://127.0.0.1:"
                + Http.get(kit.system())
                        .newServerAt("127.0.0.1", 0)
                        .bind(door.route())
                        .toCompletableFuture()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .localAddress()
                        .getPort();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void forget() {
        WISHES.clear();
        LISTS.settled.clear();
        receipt = new Accepted(false);
    }

    /** A conversation that answers as the test says, and has one event to tell. */
    private static void tell(ConversationId id, Command command) {
        if (command instanceof AtDesk wish) {
            WISHES.add(wish);
            if (receipt != null) {
                wish.replyTo().tell(receipt);
            }
        } else if (command instanceof Subscribe subscribe) {
            var entity = kit.<Command>createTestProbe().ref();
            subscribe.subscriber().tell(new Subscribed("e1", 1, subscribe.afterSeq() != null, entity));
            subscribe.subscriber().tell(new Events("e1", 2, List.of("{\"type\":\"CUSTOM\",\"name\":\"jetway.desk\"}")));
        }
    }

    private record Answer(int status, JsonNode body) {}

    private static Answer get(String path, String token) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address + path)), token);
    }

    private static Answer post(String path, String token, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address + path)).POST(BodyPublishers.ofString(body)), token);
    }

    private static Answer send(HttpRequest.Builder request, String token) throws Exception {
        var response = HTTP.send(
                request.timeout(LONG).header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return text.startsWith("{")
                ? JSON.readTree(text)
                : JSON.createObjectNode().put("text", text);
    }

    private static String body(String conversation, String more) {
        return "{\"conversation\":\"%s\",\"visit\":\"v1\"%s}".formatted(conversation, more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "say", "ask", "leave", "settle", "lookup"})
    void whoHasNotTheRoleChangesNothing(String word) throws Exception {
        for (var token : List.of("dev:eve", "dev:eve+operator")) {
            assertThat(post("/v1/desk/" + word, token, body(OF_NONE, "")).status())
                    .isEqualTo(403);
        }
        assertThat(post("/v1/desk/" + word, "x", body(OF_NONE, "")).status()).isEqualTo(401);
        assertThat(WISHES).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/desk", "/v1/desk/case?id=c", "/v1/desk/events?conversation=c&visit=v"})
    void whoHasNotTheRoleSeesNothing(String path) throws Exception {
        assertThat(get(path, "dev:eve").status()).isEqualTo(403);
        assertThat(get(path, "dev:eve+operator").body().path("code").asText()).isEqualTo("forbidden");
    }

    @Test
    void aWishReachesItsConversationAsTheClerksOwn() throws Exception {
        assertThat(post("/v1/desk/join", "dev:olga@acme+desk", body(OF_ACME, ",\"name\":\"Olga K.\""))
                        .body()
                        .toString())
                .isEqualTo("{\"duplicate\":false}");
        post("/v1/desk/join", "dev:olga+desk", body(OF_ACME, ""));
        post("/v1/desk/say", "dev:olga+desk", body(OF_ACME, ",\"id\":\"w1\",\"text\":\" hello \""));
        post("/v1/desk/ask", "dev:olga+desk", body(OF_ACME, ",\"id\":\"w2\",\"runId\":\"r1\",\"text\":\"hotels\""));
        post("/v1/desk/leave", "dev:olga+desk", body(OF_ACME, ""));

        assertThat(WISHES).hasSize(5);
        var first = (DeskJoin) WISHES.get(0);
        assertThat(first.clerk()).isEqualTo(new Clerk("dev:olga@acme", "Olga K."));
        assertThat(first.tenant()).isEqualTo("acme");
        assertThat(((DeskJoin) WISHES.get(1)).clerk()).isEqualTo(new Clerk("dev:olga", "olga"));
        assertThat(((DeskJoin) WISHES.get(1)).tenant()).isNull();
        assertThat(((DeskSay) WISHES.get(2)).message().text()).isEqualTo("hello");
        assertThat(((DeskAsk) WISHES.get(3)).runId()).isEqualTo("r1");
        assertThat(((DeskLeave) WISHES.get(4)).clerk().subject()).isEqualTo("dev:olga");
    }

    @ParameterizedTest
    @CsvSource({"not_found,false,404", "forbidden,false,403", "conflict,false,409", "conflict,true,409"})
    void aRefusalIsSaidInTheWordsOfTheConversation(String code, boolean retryable, int status) throws Exception {
        receipt = new Refused(code, "no", retryable);

        var answer = post("/v1/desk/join", "dev:olga+desk", body(OF_NONE, ""));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("code").asText()).isEqualTo(code);
        assertThat(answer.body().path("message").asText()).isEqualTo("no");
        assertThat(answer.body().path("retryable").asBoolean()).isEqualTo(retryable);
    }

    @Test
    void aConversationThatDoesNotAnswerMayBeAskedAgain() throws Exception {
        receipt = null;

        var answer = post("/v1/desk/join", "dev:olga+desk", body(OF_NONE, ""));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().path("retryable").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"conversation\":\"%s\"",
                "{\"visit\":\"v1\",\"id\":\"w\",\"text\":\"x\"}",
                "{\"conversation\":\"%s\",\"id\":\"w\",\"text\":\"x\"}",
                "{\"conversation\":\"%s\",\"visit\":\"v 1\",\"id\":\"w\",\"text\":\"x\"}",
                "{\"conversation\":\"%s\",\"visit\":\"v1\",\"id\":7,\"text\":\"x\"}",
                "{\"conversation\":\"%s\",\"visit\":\"v1\",\"id\":\"w\",\"text\":\"  \"}",
                "{\"conversation\":\"%s\",\"visit\":\"v1\",\"id\":\"w\"}",
                "{\"conversation\":\"..\",\"visit\":\"v1\",\"id\":\"w\",\"text\":\"x\"}",
                "{\"conversation\":\"a|b.trip\",\"visit\":\"v1\",\"id\":\"w\",\"text\":\"x\"}",
                "{\"conversation\":\"x.trip\",\"visit\":\"v1\",\"id\":\"w\",\"text\":\"x\"}",
            })
    void whatCannotBeReadIsRefusedAndReachesNobody(String body) throws Exception {
        var answer = post("/v1/desk/say", "dev:olga+desk", body.replace("%s", OF_NONE));

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(answer.body().path("message").asText()).isNotEmpty();
        assertThat(WISHES).isEmpty();
    }

    @Test
    void aTextAsLongAsABookAndANameOfMarkupAreRefused() throws Exception {
        var text = ",\"id\":\"w\",\"text\":\"%s\"".formatted("x".repeat(20_001));
        assertThat(post("/v1/desk/say", "dev:olga+desk", body(OF_NONE, text)).status())
                .isEqualTo(400);
        assertThat(post("/v1/desk/join", "dev:olga+desk", body(OF_NONE, ",\"name\":\"<b>Olga</b>\""))
                        .status())
                .isEqualTo(400);
        assertThat(post("/v1/desk/join", "dev:olga+desk", body(SOMEWHERE_ELSE, ""))
                        .status())
                .isEqualTo(421);
        assertThat(WISHES).isEmpty();
    }

    @Test
    void aClerkOfATenantSeesItsTravelersOnly() throws Exception {
        assertThat(travelers("dev:olga+desk")).containsExactly("dev:ann@acme", "dev:bob", "anna", "bob");
        assertThat(travelers("dev:olga@acme+desk")).containsExactly("dev:ann@acme", "anna");
        assertThat(travelers("dev:olga@other+desk")).isEmpty();

        assertThat(get("/v1/desk/case?id=of-acme", "dev:olga@acme+desk").status())
                .isEqualTo(200);
        assertThat(get("/v1/desk/case?id=of-none", "dev:olga@acme+desk").status())
                .isEqualTo(404);
        var settling = "{\"id\":\"of-none\",\"done\":false,\"note\":\"asked\"}";
        assertThat(post("/v1/desk/settle", "dev:olga@acme+desk", settling).status())
                .isEqualTo(404);
        assertThat(LISTS.settled).isEmpty();
        assertThat(post("/v1/desk/settle", "dev:olga+desk", settling).status()).isEqualTo(200);
        assertThat(LISTS.settled).containsExactly(new Verdict(false, null, "asked", "dev:olga"));
        assertThat(post("/v1/desk/settle", "dev:olga+desk", "{\"id\":\"of-none\",\"done\":true}")
                        .status())
                .as("a verdict that says too little")
                .isEqualTo(400);
    }

    private static List<String> travelers(String token) throws Exception {
        var page = get("/v1/desk", token).body();
        var travelers = new ArrayList<String>();
        page.path("conversations")
                .forEach(it -> travelers.add(it.path("traveler").asText()));
        page.path("cases").forEach(it -> travelers.add(it.path("traveler").asText()));
        return travelers;
    }

    @Test
    void aVisitIsShownToEverybodyAndItsIdToItsClerkAlone() throws Exception {
        var olgas = get("/v1/desk", "dev:olga+desk").body().at("/conversations/1/visit");
        var others = get("/v1/desk", "dev:bo+desk").body().at("/conversations/1/visit");

        assertThat(olgas.path("id").asText()).isEqualTo("v9");
        assertThat(others.path("name").asText()).isEqualTo("Olga");
        assertThat(others.has("id")).isFalse();
    }

    @Test
    void aStreamTellsWhatHappensAndEndsWithTheVisit() throws Exception {
        var path = "/v1/desk/events?visit=v1&conversation=" + OF_NONE;
        receipt = new Refused("forbidden", "not here", false);
        assertThat(get(path, "dev:olga+desk").status()).as("before joining").isEqualTo(403);

        receipt = new Accepted(true);
        var response = HTTP.sendAsync(
                        HttpRequest.newBuilder(URI.create(address + path))
                                .header("Authorization", "Bearer dev:olga+desk")
                                .header("Last-Event-ID", "e1:1")
                                .build(),
                        BodyHandlers.ofLines())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        var lines = response.body().iterator();
        assertThat(lines.next()).isEqualTo("id: e1:2");
        assertThat(lines.next()).isEqualTo("data: {\"type\":\"CUSTOM\",\"name\":\"jetway.desk\"}");
        assertThat(WISHES).allSatisfy(wish -> assertThat(wish).isInstanceOf(DeskStay.class));

        receipt = new Refused("forbidden", "Your visit is \"over\"", false);
        var rest = new StringBuilder();
        lines.forEachRemaining(line -> rest.append(line).append('\n'));
        assertThat(rest).contains("event: bye").contains("visit_over").contains("Your visit is \\\"over\\\"");
    }

    private static final class Lists implements Desk {
        private final List<Verdict> settled = new CopyOnWriteArrayList<>();

        private static Case of(String id, String subject, String tenant) {
            var traveler = new Traveler(subject, "en-GB", "Europe/London", "GBP", tenant);
            return new Case(
                    id,
                    Case.Call.of(id, "bookings.create", "Book it", "{}", traveler),
                    new Case.Times(1, 2, 3),
                    1,
                    List.of(),
                    null,
                    null);
        }

        private static final List<Case> CASES = List.of(of("of-acme", "anna", "acme"), of("of-none", "bob", null));

        CompletionStage<List<Waiting>> waiting() {
            return CompletableFuture.completedStage(List.of(
                    new Waiting(OF_ACME, new Attention(new Need(Need.Kind.ASKED, 5, "help"), null, "acme")),
                    new Waiting(
                            OF_NONE,
                            new Attention(null, new Visit("v9", new Clerk("dev:olga", "Olga"), "eu", 5, 9), null))));
        }

        @Override
        public CompletionStage<OpenCases> open() {
            return CompletableFuture.completedStage(new OpenCases(CASES, 2, 10));
        }

        @Override
        public CompletionStage<CaseAnswer> show(String id) {
            return CompletableFuture.completedStage(CASES.stream()
                    .filter(it -> it.id().equals(id))
                    .findFirst()
                    .map(it -> CaseAnswer.agreed(it, ""))
                    .orElse(CaseAnswer.absent("none")));
        }

        @Override
        public CompletionStage<CaseAnswer> settle(String id, Verdict verdict) {
            settled.add(verdict);
            return show(id).thenApply(
                            it -> CaseAnswer.agreed(it.found().settled(Settlement.of(verdict, "Book it", 4)), ""));
        }

        @Override
        public CompletionStage<CaseAnswer> lookUp(String id) {
            return show(id);
        }
    }
}
