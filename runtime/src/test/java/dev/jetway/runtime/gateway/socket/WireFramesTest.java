package dev.jetway.runtime.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Cursor;
import dev.jetway.runtime.gateway.agui.RunInput;
import dev.jetway.runtime.gateway.identity.AcknowledgementLevel;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Elsewhere;
import dev.jetway.runtime.gateway.socket.ServerFrame.Error;
import dev.jetway.runtime.gateway.socket.ServerFrame.Reconnect;
import dev.jetway.runtime.region.Affinity;
import dev.jetway.runtime.region.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes over the wire is a contract with programs we have never seen: a file in {@code wire-frames} may be added,
 * and an existing one is never edited, except where a field is added to what a server says.
 */
class WireFramesTest {

    private static final Path FILES = Path.of("src/test/resources/wire-frames");
    private static final Path PAGE = Path.of("docs/websocket.md");
    private static final String CONNECTION = "0b5f8a4e-3a86-4b0f-9f43-2f1f2c1c7a10";
    private static final Instant END = Instant.parse("2026-11-22T11:00:00Z");
    private static final Set<String> BYE_CODES = Set.of(
            "hello_timeout",
            "unauthorized",
            "token_expired",
            "forbidden",
            "protocol",
            "too_large",
            "rate_limited",
            "slow_consumer",
            "superseded",
            "draining",
            "wrong_region",
            "internal");

    static Stream<Arguments> client() {
        var fresh = Optional.<Cursor>empty();
        return Stream.of(
                Arguments.of(
                        "hello",
                        new ClientFrame.Hello(
                                Optional.of("dev:ann"),
                                new ClientProfile("de-CH", "Europe/Zurich", "CHF"),
                                Optional.of(ZoneId.of("Europe/Zurich")),
                                OptionalInt.of(64),
                                Optional.of(CONNECTION))),
                Arguments.of(
                        "hello-bare",
                        new ClientFrame.Hello(
                                Optional.empty(),
                                ClientProfile.DEFAULT,
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.empty())),
                Arguments.of("auth", new ClientFrame.Auth(Optional.of("a1"), "dev:ann")),
                Arguments.of("auth-bare", new ClientFrame.Auth(Optional.empty(), "dev:ann")),
                Arguments.of("subscribe", new ClientFrame.Subscribe("s1", "trip", Optional.of(new Cursor("e1", 41)))),
                Arguments.of("subscribe-afresh", new ClientFrame.Subscribe("s1", "trip", fresh)),
                Arguments.of("unsubscribe", new ClientFrame.Unsubscribe("u1", "trip")),
                Arguments.of("ack", new ClientFrame.Ack("trip", 42)),
                Arguments.of(
                        "run",
                        new ClientFrame.Run(
                                "c1",
                                new RunInput.Say(
                                        "trip",
                                        "run-1",
                                        List.of(new UserMessage("m1", "Tokyo in March")),
                                        false,
                                        AcknowledgementLevel.ALL_REGIONS,
                                        false))),
                Arguments.of(
                        "run-person",
                        new ClientFrame.Run(
                                "c1",
                                new RunInput.Say(
                                        "trip",
                                        "run-1",
                                        List.of(new UserMessage("m1", "May I speak with somebody?")),
                                        true,
                                        AcknowledgementLevel.LOCAL,
                                        true))),
                Arguments.of(
                        "run-resume",
                        new ClientFrame.Run(
                                "c2",
                                new RunInput.Resume(
                                        "trip",
                                        "run-2",
                                        Map.of("run-1:book:Zm9v", true, "run-1:pay:YmFy", false),
                                        AcknowledgementLevel.LOCAL))),
                Arguments.of("cancel", new ClientFrame.Cancel("c3", "trip", Optional.of("run-1"))),
                Arguments.of("cancel-any", new ClientFrame.Cancel("c3", "trip", Optional.empty())),
                Arguments.of("history", new ClientFrame.History("h1", "trip", Optional.of("m1"), 20)),
                Arguments.of("history-latest", new ClientFrame.History("h1", "trip", Optional.empty(), 50)),
                Arguments.of("ping", new ClientFrame.Ping(LongNode.valueOf(1_795_255_050_903L))));
    }

    static Stream<Arguments> server() {
        return Stream.concat(answers(), byes());
    }

    private static Stream<Arguments> answers() {
        var text = "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m2\",\"delta\":\"Three deltas\"}";
        var history =
                new History(List.of(new HistoryMessage("m1", "user", "Tokyo in March", 1_795_255_050_903L)), true);
        var person = new HistoryMessage("run-1-desk-1", "assistant", "I called the hotel.", 1_795_255_050_904L, "Bo");
        return Stream.of(
                Arguments.of(
                        "welcome",
                        new ServerFrame.Welcome(CONNECTION, 15_000, 65_536, Optional.of(END), regions(), "us")),
                Arguments.of(
                        "welcome-without-end",
                        new ServerFrame.Welcome(
                                CONNECTION, 15_000, 65_536, Optional.empty(), Affinity.alone("eu"), "eu")),
                Arguments.of("ok", new ServerFrame.Ok("c1", false)),
                Arguments.of("ok-duplicate", new ServerFrame.Ok("c1", true)),
                Arguments.of("ok-history", new ServerFrame.HistoryOk("h1", history)),
                Arguments.of(
                        "ok-history-of-a-person", new ServerFrame.HistoryOk("h1", new History(List.of(person), false))),
                Arguments.of("ok-renewed", new ServerFrame.Renewed(Optional.of("a1"), Optional.of(END))),
                Arguments.of("ok-renewed-for-good", new ServerFrame.Renewed(Optional.empty(), Optional.empty())),
                Arguments.of("error", Error.of("c1", "not_found", "The conversation has no run 'run-1'")),
                Arguments.of(
                        "error-of-no-frame",
                        Error.of(null, "bad_request", "The frame is not valid JSON at character 7")),
                Arguments.of("error-retryable", Error.retry("c1", "rate_limited", "Too many commands; slow down", 450)),
                Arguments.of("subscribed", new ServerFrame.Subscribed("s1", "trip", "e1", 42, true)),
                Arguments.of(
                        "event",
                        new ServerFrame.Event(
                                "trip", 42, 42, "{\"type\":\"CUSTOM\",\"name\":\"a\",\"value\":1}", true)),
                Arguments.of("event-merged", new ServerFrame.Event("trip", 40, 42, text, false)),
                Arguments.of("reset", new ServerFrame.Reset("trip", "e2", 3, "cursor-unknown")),
                Arguments.of("pong", new ServerFrame.Pong(LongNode.valueOf(1_795_255_050_903L))),
                Arguments.of("pong-to-nothing", new ServerFrame.Pong(MissingNode.getInstance())));
    }

    private static Stream<Arguments> byes() {
        var us = Optional.of(URI.create("https://us.travel.example.com"));
        return Stream.of(
                Arguments.of(
                        "bye-hello-timeout",
                        new Bye("hello_timeout", "A connection must say hello within 5000 ms", Reconnect.BACKOFF)),
                Arguments.of("bye-unauthorized", Bye.unauthorized("Its signature is wrong")),
                Arguments.of("bye-token-expired", Bye.TOKEN_EXPIRED),
                Arguments.of(
                        "bye-forbidden",
                        new Bye(
                                "forbidden",
                                "That token is not of the traveler this connection belongs to; connect again with it",
                                Reconnect.AFTER_LOGIN)),
                Arguments.of("bye-protocol", Bye.protocol("Ask for the WebSocket subprotocol jetway.v1")),
                Arguments.of(
                        "bye-too-large",
                        new Bye(
                                "too_large",
                                "A frame must have at most 65536 bytes and arrive within 10 s",
                                Reconnect.NEVER)),
                Arguments.of("bye-rate-limited", Bye.full()),
                Arguments.of("bye-slow-consumer", Bye.SLOW_CONSUMER),
                Arguments.of("bye-superseded", Bye.SUPERSEDED),
                Arguments.of("bye-draining", Bye.DRAINING),
                Arguments.of("bye-draining-at-the-door", Bye.closed()),
                Arguments.of("bye-wrong-region", Bye.wrongRegion("eu", new Elsewhere("us", us))),
                Arguments.of(
                        "bye-wrong-region-somewhere", Bye.wrongRegion("eu", new Elsewhere("us", Optional.empty()))),
                Arguments.of("bye-internal", Bye.INTERNAL));
    }

    private static Affinity regions() {
        return new Affinity(
                "eu",
                new TreeMap<>(Map.of(
                        "eu", place("Europe/London", "https://eu.travel.example.com"),
                        "us", place("America/New_York", "https://us.travel.example.com"))));
    }

    private static Place place(String zone, String url) {
        return new Place(Optional.of(ZoneId.of(zone)), Optional.of(URI.create(url)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("client")
    void whatClientsSaidIsUnderstoodAsItAlwaysWas(String name, ClientFrame frame)
            throws IOException, BadFrameException {
        assertThat(ClientFrames.read(golden("client", name))).isEqualTo(frame);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("server")
    void whatServersSayLooksAsItAlwaysDid(String name, ServerFrame frame) throws IOException {
        assertThat(frame.json()).isEqualTo(golden("server", name));
    }

    @Test
    void everyKindOfFrameHasAFileAndEveryFileAKind() throws IOException {
        assertThat(kinds(client())).isEqualTo(Set.of(ClientFrame.class.getPermittedSubclasses()));
        assertThat(kinds(server())).isEqualTo(Set.of(ServerFrame.class.getPermittedSubclasses()));
        assertThat(files("client")).isEqualTo(names(client()));
        assertThat(files("server")).isEqualTo(names(server()));
    }

    @Test
    void everyGoodByeAndEveryWordAboutComingBackHasAFile() {
        var byes = byes().map(it -> (Bye) it.get()[1]).toList();
        assertThat(byes.stream().map(Bye::code).collect(Collectors.toSet())).isEqualTo(BYE_CODES);
        assertThat(byes.stream().map(Bye::reconnect).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Reconnect.values()));
        assertThat(byes).anyMatch(bye -> bye.retryAfterMs().equals(OptionalLong.of(1_000)));
    }

    @Test
    void thePageAboutTheProtocolNamesEveryFrameAndEveryCode() throws IOException {
        var page = Files.readString(PAGE);
        for (var direction : List.of("client", "server")) {
            for (var name : files(direction)) {
                var type = golden(direction, name).split("\"")[3];
                assertThat(page).contains("| `%s` |".formatted(type));
            }
        }
        BYE_CODES.forEach(code -> assertThat(page).contains("| `%s` |".formatted(code)));
    }

    private static Set<Class<?>> kinds(Stream<Arguments> samples) {
        return samples.map(it -> it.get()[1].getClass()).collect(Collectors.toSet());
    }

    private static Set<String> names(Stream<Arguments> samples) {
        return samples.map(it -> (String) it.get()[0]).collect(Collectors.toSet());
    }

    private static Set<String> files(String direction) {
        return Arrays.stream(FILES.resolve(direction).toFile().list())
                .map(name -> name.replace(".json", ""))
                .collect(Collectors.toSet());
    }

    private static String golden(String direction, String name) throws IOException {
        return Files.readString(FILES.resolve(direction).resolve(name + ".json"))
                .strip();
    }
}
