package dev.jetway.runtime.model;

import static dev.jetway.runtime.model.ModelUnderTest.openAi;
import static dev.jetway.runtime.model.ModelUnderTest.reply;
import static dev.jetway.runtime.model.ModelUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.model.ChatCall;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many answers at once, and the threads they take: those of the server, the tests and the JVM itself included. */
class ManyStreamsTest {

    private static final int STREAMS = 200;
    private static final int MOST_THREADS = 60;
    private static final List<String> WORDS = List.of("Over ", "the ", "hills ", "and ", "far ", "away");

    @Test
    void twoHundredStreamsAtOnceTakeFewThreads() throws InterruptedException {
        var kit = ModelUnderTest.kit("many-streams");
        try (var server = ScriptedModelServer.start(kit.system())) {
            var goOn = new CompletableFuture<Void>();
            server.always(received -> tale(goOn));
            var model = openAi(server, kit.system(), "max-streams = " + STREAMS);
            var begun = new CountDownLatch(STREAMS);
            var calls = new ArrayList<ChatCall>();
            var told = new ArrayList<StringBuffer>();
            for (int i = 0; i < STREAMS; i++) {
                var text = new StringBuffer();
                told.add(text);
                calls.add(model.ask(request(), piece -> {
                    if (text.isEmpty()) {
                        begun.countDown();
                    }
                    text.append(piece);
                }));
            }

            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(MOST_THREADS);
            goOn.complete(null);

            for (int i = 0; i < STREAMS; i++) {
                assertThat(reply(calls.get(i)).text())
                        .isEqualTo(String.join("", WORDS))
                        .isEqualTo(told.get(i).toString());
            }
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(MOST_THREADS);
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static Script tale(CompletableFuture<Void> goOn) {
        var script = Script.stream();
        for (var word : WORDS) {
            script = script.event(OpenAiScript.text(word));
            script = word.equals(WORDS.get(0)) ? script.waitsFor(goOn) : script;
        }
        return script.event(OpenAiScript.finish("stop")).event(OpenAiScript.DONE);
    }
}
