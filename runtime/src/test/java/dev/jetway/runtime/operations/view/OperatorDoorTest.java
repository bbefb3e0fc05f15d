package dev.jetway.runtime.operations.view;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.http.javadsl.Http;
import akka.stream.BoundedSourceQueue;
import akka.stream.Materializer;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.jetway.runtime.gateway.http.Gateways;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OperatorDoorTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final AtomicInteger LOOKS = new AtomicInteger();

    private static ActorTestKit kit;
    private static String address;

    @BeforeAll
    static void bind() {
        kit = Gateways.kit();
        var signIn = Gateways.routes(kit, (id, command) -> {}, "").signIn();
        var door = new OperatorDoor(
                kit.system(),
                signIn,
                () -> CompletableFuture.completedStage("{\"look\":%d}".formatted(LOOKS.incrementAndGet())));
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

    private static HttpRequest request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(LONG)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    @Test
    void onlyOperatorsSeeHowNodesAre() throws Exception {
        for (var path : new String[] {"/v1/operations/state", "/v1/operations/events"}) {
            assertThat(HTTP.send(request(path, "dev:eve"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(HTTP.send(request(path, "dev:eve+desk"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(HTTP.send(request(path, "nobody"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
        var state = HTTP.send(request("/v1/operations/state", "dev:olga+operator"), BodyHandlers.ofString());
        assertThat(state.statusCode()).isEqualTo(200);
        assertThat(state.body()).startsWith("{\"look\":");
    }

    @Test
    void whoWatchesSeesOnePictureAfterTheOther() throws Exception {
        HttpResponse<InputStream> response =
                HTTP.send(request("/v1/operations/events", "dev:olga+operator"), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            int first = look(lines);
            assertThat(look(lines)).isGreaterThan(first);
        }
    }

    private static int look(BufferedReader lines) throws Exception {
        String line;
        do {
            line = lines.readLine();
            assertThat(line).isNotNull();
        } while (!line.startsWith("data: "));
        return Integer.parseInt(line.replaceAll("\\D", ""));
    }

    @Test
    void nobodyLooksWhileNobodyWatchesAndWhoDoesNotKeepUpIsCutOff() {
        var looks = new AtomicInteger();
        var viewers = kit.spawn(ViewersActor.create(
                () -> CompletableFuture.completedStage("{\"look\":%d}".formatted(looks.incrementAndGet())),
                Duration.ofMillis(5),
                1));
        TestProbe<Boolean> admitted = kit.createTestProbe();
        assertThat(looks).hasValue(0);

        BoundedSourceQueue<ByteString> deaf = Source.<ByteString>queue(2)
                .preMaterialize(Materializer.matFromSystem(kit.system()))
                .first();
        viewers.tell(new ViewersActor.Watch(deaf, Instant.MAX, admitted.ref()));
        assertThat(admitted.receiveMessage(LONG)).isTrue();
        BoundedSourceQueue<ByteString> second = Source.<ByteString>queue(2)
                .preMaterialize(Materializer.matFromSystem(kit.system()))
                .first();
        viewers.tell(new ViewersActor.Watch(second, Instant.MAX, admitted.ref()));
        assertThat(admitted.receiveMessage(LONG)).as("one at a time here").isFalse();

        admitted.awaitAssert(LONG, () -> {
            assertThat(deaf.offer(ByteString.emptyByteString())).isInstanceOf(QueueOfferResult.Failure.class);
            return null;
        });
        int seen = looks.get();
        admitted.expectNoMessage();
        assertThat(looks).as("while nobody watches").hasValue(seen);
        viewers.tell(new ViewersActor.Watch(second, Instant.EPOCH, admitted.ref()));
        assertThat(admitted.receiveMessage(LONG)).as("there is room again").isTrue();
        admitted.awaitAssert(LONG, () -> {
            assertThat(second.offer(ByteString.emptyByteString()))
                    .as("whose token has run out")
                    .hasToString("QueueClosed");
            return null;
        });
        assertThat(looks).hasValue(seen + 1);
    }
}
