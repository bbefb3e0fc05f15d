package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.region.Affinity;
import dev.jetway.runtime.region.Place;
import dev.jetway.runtime.region.Placements;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a front end notices of there being several regions. */
class RegionsOfAConnectionTest {

    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);
    private static final List<Confirmation> ASKED = new CopyOnWriteArrayList<>();
    private static final Affinity REGIONS = new Affinity(
            "eu",
            new TreeMap<>(Map.of(
                    "eu",
                    place("Europe/London", 8080),
                    "us",
                    place("America/New_York", 8081),
                    "ap",
                    new Place(Optional.of(ZoneId.of("Asia/Tokyo")), Optional.empty()))),
            new Placements(new TreeMap<>(Map.of(
                    "america", Placement.of("america", List.of("us")),
                    "europe", Placement.of("europe", List.of("eu")),
                    "asia", Placement.of("asia", List.of("ap"))))));
    private static volatile CompletionStage<SortedSet<String>> missing;
    private static final int PORT = Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, """
            jetway.gateway.commands.limit = 1000
            jetway.tenants {
              bank { home = us, acknowledgement = all-regions }
              clinic { home = us, placement = america }
              court { placement = asia }
              museum { placement = europe }
            }""", REGIONS, what -> {
        ASKED.add(what);
        return missing;
    }));

    private static Place place(String zone, int port) {
        return new Place(Optional.of(ZoneId.of(zone)), Optional.of(URI.create("http://127.0.0.1:" + port)));
    }

    @BeforeEach
    void everywhere() {
        missing = CompletableFuture.completedFuture(new TreeSet<>());
        ASKED.clear();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void welcomeSaysWhichRegionServesAndWhichIsNearestAndWhereTheyAre() {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann\",\"client\":{\"timeZone\":\"America/Los_Angeles\"}}");
            assertThat(ann.expect("welcome").path("regions"))
                    .hasToString("{\"serving\":\"eu\",\"nearest\":\"us\",\"addresses\":"
                            + "{\"eu\":\"http://127.0.0.1:8080\",\"us\":\"http://127.0.0.1:8081\"}}");
        }
        try (var ann = ChatClient.connect(PORT)) {
            assertThat(ann.hello("ann").at("/regions/nearest").asText()).isEqualTo("eu");
        }
        try (var ann = ChatClient.connect(PORT)) {
            assertThat(ann.hello("ann@bank").at("/regions/nearest").asText())
                    .as("the home of the tenant")
                    .isEqualTo("us");
        }
    }

    @Test
    void whoseConversationsHaveToStayElsewhereIsSentHome() {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann@clinic\"}");
            assertThat(ann.expect("bye"))
                    .hasToString(
                            "{\"type\":\"bye\",\"code\":\"wrong_region\",\"message\":\"Your conversations stay in region us, and"
                                    + " this is region eu. Go to http://127.0.0.1:8081\",\"reconnect\":\"never\","
                                    + "\"region\":\"us\",\"url\":\"http://127.0.0.1:8081\"}");
        }
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann@court\"}");
            assertThat(ann.expect("bye"))
                    .hasToString(
                            "{\"type\":\"bye\",\"code\":\"wrong_region\",\"message\":\"Your conversations stay in region"
                                    + " ap, and this is region eu. Connect there\",\"reconnect\":\"never\",\"region\":\"ap\"}");
        }
    }

    @Test
    void whatIsSaidBesideAHelloThatIsSentHomeReachesNoConversation() {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann@clinic\"}");
            ann.run("a", "trip", "r1", "my secret");
            assertThat(ann.expect("bye").path("code").asText()).isEqualTo("wrong_region");
        }
        assertThat(CONVERSATIONS.changes()).noneMatch(it -> it.id().subject().equals("dev:ann@clinic"));
    }

    @Test
    void aResidentIsToldOfTheRegionsTheyMayBeInAlone() {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send(
                    "{\"type\":\"hello\",\"token\":\"dev:ann@museum\",\"client\":{\"timeZone\":\"America/New_York\"}}");
            assertThat(ann.expect("welcome").path("regions"))
                    .hasToString("{\"serving\":\"eu\",\"nearest\":\"eu\",\"addresses\":"
                            + "{\"eu\":\"http://127.0.0.1:8080\"}}");
            ann.run("a", "trip", "r1", "hello");
            ann.expect("ok");
        }
        assertThat(CONVERSATIONS.changes())
                .extracting(ScriptedConversations.Told::id)
                .contains(new ConversationId("dev:ann@museum", "trip", "europe"));
    }

    @Test
    void aTenantNobodyKnowsIsNotSignedIn() {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann@bakery\"}");
            var bye = ann.expect("bye");
            assertThat(bye.path("code").asText()).isEqualTo("unauthorized");
            assertThat(bye.path("message").asText()).contains("no tenant 'bakery'");
        }
    }

    @Test
    void aMessageIsAcknowledgedOnceItIsEverywhereWhereThatIsAskedFor() {
        var heard = new CompletableFuture<SortedSet<String>>();
        missing = heard;
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.send(run("a", "everywhere", "r1", "all-regions"));
            ann.run("b", "here", "r1", "hello");
            assertThat(ann.expect("ok").path("id").asText())
                    .as("what waits for nobody")
                    .isEqualTo("b");

            heard.complete(new TreeSet<>());

            assertThat(ann.expect("ok").path("id").asText()).isEqualTo("a");
            assertThat(ASKED)
                    .containsExactly(
                            new Confirmation(new ConversationId("dev:ann", "everywhere").entityId(), "r1", List.of()));
        }
    }

    @Test
    void aMessageThatDidNotGetEverywhereIsToBeSentAgain() {
        missing = CompletableFuture.completedFuture(new TreeSet<>(List.of("us")));
        try (var ann = ChatClient.greeted(PORT, "ann@bank")) {
            ann.run("a", "trip", "r1", "hello");
            var error = ann.expect("error");
            assertThat(error.path("code").asText()).isEqualTo("unavailable");
            assertThat(error.path("retryable").asBoolean()).isTrue();
            assertThat(error.path("message").asText())
                    .isEqualTo(
                            "It is stored in region eu, and us did not confirm it in time; send the same command again");

            everywhere();
            ann.run("b", "trip", "r1", "hello");
            assertThat(ann.expect("ok").path("duplicate").asBoolean()).isTrue();
        }
    }

    @Test
    void anAnswerIsConfirmedByItsQuestionsAndARefusalByNobody() {
        try (var ann = ChatClient.greeted(PORT, "ann@bank")) {
            ann.send("""
                    {"type":"run","id":"a","input":{"threadId":"answers","runId":"r2","messages":[],"resume":[
                     {"interruptId":"i1","status":"resolved","payload":{"approved":true}}]}}""");
            ann.expect("ok");
            assertThat(ASKED)
                    .singleElement()
                    .satisfies(what -> assertThat(what.approvals()).containsExactly("i1"));

            CONVERSATIONS.refuse("answers");
            ann.run("b", "answers", "r3", "x");
            ann.expect("error");
            assertThat(ASKED).hasSize(1);
        }
    }

    private static String run(String id, String thread, String runId, String level) {
        return ("{\"type\":\"run\",\"id\":\"%s\",\"input\":{\"threadId\":\"%s\",\"runId\":\"%s\","
                        + "\"messages\":[{\"id\":\"m\",\"role\":\"user\",\"content\":\"hello\"}],"
                        + "\"forwardedProps\":{\"jetway\":{\"acknowledge\":\"%s\"}}}}")
                .formatted(id, thread, runId, level);
    }
}
