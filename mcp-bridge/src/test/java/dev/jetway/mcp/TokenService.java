package dev.jetway.mcp;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An authorization server that exchanges tokens, on a real socket. Jetway itself always gets one. */
final class TokenService implements AutoCloseable {

    /** What it does with a traveler's token. */
    @FunctionalInterface
    interface Script {
        void run(Asked asked, Answer answer) throws IOException;
    }

    /** One request for a token. */
    record Asked(String authorization, Map<String, String> form) {

        SignedJWT subjectToken() {
            try {
                return SignedJWT.parse(form.get("subject_token"));
            } catch (ParseException e) {
                throw new IllegalStateException(e);
            }
        }

        String subject() {
            try {
                return subjectToken().getJWTClaimsSet().getSubject();
            } catch (ParseException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** How it answers. */
    final class Answer {
        private final HttpExchange exchange;
        private final String subject;

        private Answer(HttpExchange exchange, String subject) {
            this.exchange = exchange;
            this.subject = subject;
        }

        /** A token that has never been given before, and that names its owner. */
        void token(int expiresIn) throws IOException {
            json(200, """
                    {"access_token": "%s.%d", "token_type": "bearer", "expires_in": %d,
                     "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}""".formatted(subject, issued.incrementAndGet(), expiresIn));
        }

        void json(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        /** Breaks the connection off before the answer is complete. */
        void cut() throws IOException {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.close();
        }

        /** Never answers. */
        void hang() {
            // The exchange is closed with the service.
        }
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile Script script;

    TokenService(Script script) throws IOException {
        this.script = script;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        http.setExecutor(threads);
        http.createContext("/token", this::serve);
        http.start();
    }

    void from(Script next) {
        script = next;
    }

    private void serve(HttpExchange exchange) throws IOException {
        Map<String, String> form = new TreeMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        for (String field : body.split("&")) {
            int equals = field.indexOf('=');
            form.put(
                    field.substring(0, equals), URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Asked request = new Asked(authorization == null ? "" : authorization, form);
        asked.add(request);
        Answer answer = new Answer(exchange, request.subject());
        if (request.subject().equals("jetway-service")) {
            answer.token(600);
        } else {
            script.run(request, answer);
        }
    }

    /** The requests in a traveler's name. */
    List<Asked> asked(String subject) {
        return asked.stream()
                .filter(request -> request.subject().equals(subject))
                .toList();
    }

    String url() {
        return "http://127.0.0.1:%d/token".formatted(http.getAddress().getPort());
    }

    /** Stops listening, and breaks what is under way. */
    void die() {
        http.stop(0);
    }

    @Override
    public void close() {
        die();
        threads.shutdownNow();
    }
}
