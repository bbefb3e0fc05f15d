package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.agents.memory.Home;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Consent;
import dev.jetway.agents.memory.Remembered.Kept;
import dev.jetway.agents.memory.Trip;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.described.CheckedRoutes;
import dev.jetway.runtime.memory.Change;
import dev.jetway.runtime.memory.Memories;
import dev.jetway.runtime.memory.Whose;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MemoryRoutesTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ActorTestKit KIT = Gateways.kit();
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Memory MEMORY = new Memory();
    private static final int PORT = serve();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aTravelerReadsWhatIsRememberedOfThemAndNobodyElse() throws Exception {
        MEMORY.known.put(everywhere("dev:ann"), something());

        var answer = send("GET", "ann");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"consent\":{\"thread\":\"trip\",\"at\":\"2026-11-21T09:00:00Z\"},\"preferences\":[{\"key\":\"home\","
                                + "\"value\":\"Edinburgh, GB (EDI)\",\"thread\":\"trip\",\"at\":\"2026-11-21T09:00:00Z\"}],"
                                + "\"trips\":[{\"reference\":\"JWABC123\",\"kind\":\"hotel\",\"title\":\"Harbour View\","
                                + "\"start\":\"2027-03-03\"}]}");
        assertThat(send("GET", "ben").body()).isEqualTo("{\"preferences\":[],\"trips\":[]}");
        assertThat(send("GET", "").statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "").statusCode()).isEqualTo(401);
    }

    @Test
    void aTravelerHasAllOfItDeleted() throws Exception {
        MEMORY.known.put(everywhere("dev:cat"), something());
        MEMORY.known.put(everywhere("dev:dan"), something());

        assertThat(send("DELETE", "cat").statusCode()).isEqualTo(204);

        assertThat(MEMORY.known).doesNotContainKey(everywhere("dev:cat")).containsKey(everywhere("dev:dan"));
        assertThat(send("DELETE", "cat").statusCode()).as("once more").isEqualTo(204);
    }

    @Test
    void whenItIsOutOfReachTheySayWhenToTryAgain() throws Exception {
        var answer = send("GET", "away");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private static Whose everywhere(String subject) {
        return new Whose(subject, Placement.EVERYWHERE);
    }

    private static Remembered something() {
        var conversation = new ConversationId("dev:ann", "trip").entityId();
        return new Remembered(
                Optional.of(new Consent(NOW, conversation)),
                Map.of(Preference.HOME, new Kept(Note.of(new Home("Edinburgh", "GB", "EDI")), conversation, NOW)),
                List.of(new Trip("JWABC123", "hotel", "Harbour View", LocalDate.of(2027, 3, 3))));
    }

    private static HttpResponse<String> send(String method, String name) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/memory".formatted(PORT)))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!name.isEmpty()) {
            request.header("Authorization", "Bearer dev:" + name);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int serve() {
        var routes = Gateways.routes(KIT, new ScriptedConversations(KIT), "");
        return routes.bindBeside(CheckedRoutes.of(new MemoryRoutes(routes.signIn(), MEMORY).route()))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .localAddress()
                .getPort();
    }

    private static final class Memory implements Memories {
        private final Map<Whose, Remembered> known = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<Remembered> recall(Whose whose) {
            return whose.subject().equals("dev:away")
                    ? CompletableFuture.failedStage(new IllegalStateException("away"))
                    : CompletableFuture.completedStage(known.getOrDefault(whose, Remembered.NOTHING));
        }

        @Override
        public CompletionStage<Remembered> change(Whose whose, Change change, String conversation) {
            if (change.forget().everything()) {
                known.remove(whose);
            }
            return recall(whose);
        }
    }
}
