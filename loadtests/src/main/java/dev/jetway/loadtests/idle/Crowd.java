package dev.jetway.loadtests.idle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.loadtests.client.JetwayClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many travelers' conversations over a few connections. Each connection is one traveler who opens one
 * conversation after the other. Methods block.
 */
final class Crowd implements AutoCloseable {

    private static final Duration TURN_LIMIT = Duration.ofSeconds(60);

    private final List<Member> members = new ArrayList<>();
    private final ExecutorService threads;

    Crowd(URI url, String name, int connections) throws IOException {
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        threads = Executors.newFixedThreadPool(connections, work -> {
            var thread = new Thread(work, "crowd");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < connections; i++) {
            members.add(Member.connect(http, url, "%s-%d".formatted(name, i)));
        }
    }

    /** Opens conversations, one answered turn each. */
    void open(int count, String prefix, String text) throws IOException {
        say(count, prefix, 0, text);
    }

    /** Has one turn answered in every conversation. @param turn its number in the conversation, from 0 on */
    void say(int count, String prefix, int turn, String text) throws IOException {
        share(count, (member, i) -> member.turn("%s%d".formatted(prefix, i), turn, text));
    }

    /** Reads every conversation's stored messages; waking it, when it sleeps. */
    Map<String, String> read(int count, String prefix) throws IOException {
        var stored = new ConcurrentHashMap<String, String>();
        share(count, (member, i) -> {
            var thread = "%s%d".formatted(prefix, i);
            stored.put(thread, member.history(thread));
        });
        return stored;
    }

    private interface Work {
        void on(Member member, int conversation) throws IOException;
    }

    private void share(int count, Work work) throws IOException {
        var shares = new ArrayList<CompletableFuture<Void>>();
        for (int m = 0; m < members.size(); m++) {
            int first = m;
            shares.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = first; i < count; i += members.size()) {
                            try {
                                work.on(members.get(first), i);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                    },
                    threads));
        }
        for (var share : shares) {
            Member.await(share, Duration.ofHours(1));
        }
    }

    @Override
    public void close() {
        members.forEach(member -> member.client.close());
        threads.shutdownNow();
    }

    /** One connection. */
    private static final class Member implements JetwayClient.Listener {

        private final Map<String, CompletableFuture<String>> ends = new ConcurrentHashMap<>();
        private JetwayClient client;

        static Member connect(HttpClient http, URI url, String traveler) throws IOException {
            var member = new Member();
            member.client = await(JetwayClient.connect(http, url, "dev:" + traveler, member), TURN_LIMIT);
            return member;
        }

        void turn(String thread, int number, String text) throws IOException {
            var end = new CompletableFuture<String>();
            ends.put(thread, end);
            await(client.subscribe(thread, Optional.empty()), TURN_LIMIT);
            await(client.run(thread, thread + "-" + number, "u" + number, text), TURN_LIMIT);
            var how = await(end, TURN_LIMIT);
            await(client.unsubscribe(thread), TURN_LIMIT);
            if (!how.equals("RUN_FINISHED")) {
                throw new IOException("The turn of %s ended with %s".formatted(thread, how));
            }
        }

        String history(String thread) throws IOException {
            return await(client.history(thread, 20), TURN_LIMIT)
                    .path("result")
                    .path("messages")
                    .toString();
        }

        @Override
        public void received(JsonNode frame) {
            var type = frame.path("event").path("type").asText();
            if (type.equals("RUN_FINISHED") || type.equals("RUN_ERROR")) {
                var end = ends.remove(frame.path("thread").asText());
                if (end != null) {
                    end.complete(type);
                }
            }
        }

        @Override
        public void closed(String reason) {
            ends.values().forEach(end -> end.completeExceptionally(new IOException(reason)));
        }

        static <T> T await(CompletionStage<T> stage, Duration limit) throws IOException {
            try {
                return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
            } catch (TimeoutException e) {
                throw new IOException("No answer within " + limit, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
        }
    }
}
