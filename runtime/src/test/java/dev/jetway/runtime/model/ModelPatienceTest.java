package dev.jetway.runtime.model;

import static dev.jetway.runtime.model.ModelUnderTest.failure;
import static dev.jetway.runtime.model.ModelUnderTest.openAi;
import static dev.jetway.runtime.model.ModelUnderTest.reply;
import static dev.jetway.runtime.model.ModelUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.model.ModelException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a model is waited for, how often it is tried, and what giving it up does. */
class ModelPatienceTest {

    private static final ActorTestKit KIT = ModelUnderTest.kit("model-patience");

    private final ScriptedModelServer server = ScriptedModelServer.start(KIT.system());

    @AfterEach
    void closeServer() {
        server.close();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static Script busy(String retryAfter) {
        return Script.json(429, "{}").header("Retry-After", retryAfter);
    }

    @Test
    void whatFailedBeforeAnythingWasSaidIsTriedAgain() {
        server.then(Script.of(503, "text/plain", ""))
                .then(Script.stream().cuts())
                .then(OpenAiScript.says("At ", "last"));
        var pieces = Collections.synchronizedList(new ArrayList<String>());

        assertThat(reply(openAi(server, KIT.system(), "").ask(request(), pieces::add))
                        .text())
                .isEqualTo("At last");
        assertThat(pieces).containsExactly("At ", "last");
        assertThat(server.received()).hasSize(3);
    }

    @Test
    void whatFailedAfterSomethingWasSaidIsNotSaidTwice() {
        var seen = new CompletableFuture<Void>();
        server.then(
                Script.stream().event(OpenAiScript.text("Rey")).waitsFor(seen).cuts());
        var pieces = Collections.synchronizedList(new ArrayList<String>());

        var failure = failure(openAi(server, KIT.system(), "").ask(request(), piece -> {
            pieces.add(piece);
            seen.complete(null);
        }));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(pieces).containsExactly("Rey");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aModelThatSaysHowLongItWantsToBeLeftAloneIsLeftAlone() {
        var inTwoSeconds = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(3).atOffset(ZoneOffset.UTC));
        server.then(busy("1")).then(busy(inTwoSeconds)).then(OpenAiScript.says("ok"));
        var began = System.nanoTime();

        reply(openAi(server, KIT.system(), "").ask(request()));

        // The date has no fractions: 3 s from now is more than 2.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(server.received()).hasSize(3);
    }

    @Test
    void aWaitThatWouldOutlastTheDeadlineIsNotBegun() {
        server.then(busy("30"));

        var failure = failure(openAi(server, KIT.system(), "").ask(request(Duration.ofSeconds(20))));

        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void theDeadlineEndsWhateverIsUnderWay() {
        server.then(Script.stream().drips("data: %s\n\n".formatted(OpenAiScript.text("x")), Duration.ofMillis(20)));
        var model = openAi(server, KIT.system(), "");

        var failure = failure(model.ask(request(Duration.ofSeconds(1))));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("before the deadline");
        server.awaitReceived(1).awaitClosed();
        assertThat(failure(model.ask(request(Duration.ZERO)))).hasMessageContaining("after the deadline");
    }

    @Test
    void givingUpClosesTheConnectionInTheMiddleOfAnAnswer() throws InterruptedException {
        server.then(Script.stream().event(OpenAiScript.text("Rey")).hangs());
        var pieces = new LinkedBlockingQueue<String>();
        var call = openAi(server, KIT.system(), "").ask(request(), pieces::add);
        assertThat(pieces.poll(30, TimeUnit.SECONDS)).isEqualTo("Rey");
        assertThat(server.awaitReceived(1).isClosed()).isFalse();

        call.cancel();
        call.cancel();

        server.awaitReceived(1).awaitClosed();
        assertThat(failure(call).kind()).isEqualTo(Kind.CANCELED);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void givingUpClosesTheConnectionBeforeTheFirstHeader() {
        server.then(Script.stream().after(new CompletableFuture<>()));
        var call = openAi(server, KIT.system(), "").ask(request());
        assertThat(server.awaitReceived(1).isClosed()).isFalse();

        call.cancel();

        server.awaitReceived(1).awaitClosed();
        assertThat(failure(call).kind()).isEqualTo(Kind.CANCELED);
    }

    @Test
    void givingUpWhatHasEndedChangesNothing() {
        server.then(OpenAiScript.says("ok"));
        var call = openAi(server, KIT.system(), "").ask(request());
        reply(call);

        call.cancel();

        assertThat(reply(call).text()).isEqualTo("ok");
    }

    @Test
    void requestsBeyondTheStreamsOfAModelWaitTheirTurnOrFail() {
        var goOn = new CompletableFuture<Void>();
        server.always(received -> Script.stream()
                .waitsFor(goOn)
                .event(OpenAiScript.text("ok"))
                .event(OpenAiScript.finish("stop"))
                .event(OpenAiScript.DONE));
        var model = openAi(server, KIT.system(), "max-streams = 1, max-waiting = 2");
        var first = model.ask(request());
        var second = model.ask(request());
        var impatient = model.ask(request());

        var failure = failure(model.ask(request()));
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure).hasMessageContaining("1 requests under way on this node and 2 waiting");

        impatient.cancel();
        var third = model.ask(request());
        server.awaitReceived(1);
        goOn.complete(null);
        for (var call : List.of(first, second, third)) {
            assertThat(reply(call).text()).isEqualTo("ok");
        }
        assertThat(server.received()).hasSize(3);
        assertThat(failure(impatient).kind()).isEqualTo(Kind.CANCELED);
    }

    @Test
    void anAddressWhereNobodyListensIsTriedAgainAndThenUnavailable() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var model =
                ChatModels.open(ModelUnderTest.settings("http://127.0.0.1:%d/v1".formatted(port), ""), KIT.system());

        var failure = failure(model.ask(request()));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("can't be reached at 127.0.0.1:" + port);
    }

    @Test
    void aServerThatSpeaksNoTlsIsUnavailable() {
        var secure = server.url().replace("http:", "https:");
        var model = ChatModels.open(ModelUnderTest.settings(secure + "/v1", ""), KIT.system());

        assertThat(failure(model.ask(request())).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aListenerThatFailsEndsItsCall() {
        server.then(Script.stream().event(OpenAiScript.text("Rey")).hangs());

        var failure = failure(openAi(server, KIT.system(), "").ask(request(), piece -> {
            throw new IllegalStateException("no screen");
        }));

        assertThat(failure.kind()).isEqualTo(Kind.CANCELED);
        server.awaitReceived(1).awaitClosed();
    }

    @Test
    void aSystemThatHasEndedAsksNothing() {
        var other = ActorTestKit.create(
                "ended",
                ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
        var model = openAi(server, other.system(), "");
        other.shutdownTestKit();

        assertThat(failure(model.ask(request())).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
}
