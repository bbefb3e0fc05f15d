package dev.jetway.runtime.gateway.hostile;

import static dev.jetway.runtime.gateway.hostile.Bytes.BINARY;
import static dev.jetway.runtime.gateway.hostile.Bytes.CLOSE;
import static dev.jetway.runtime.gateway.hostile.Bytes.CONTINUATION;
import static dev.jetway.runtime.gateway.hostile.Bytes.FIN;
import static dev.jetway.runtime.gateway.hostile.Bytes.PING;
import static dev.jetway.runtime.gateway.hostile.Bytes.PONG;
import static dev.jetway.runtime.gateway.hostile.Bytes.TEXT;
import static dev.jetway.runtime.gateway.hostile.Bytes.frame;
import static dev.jetway.runtime.gateway.hostile.Bytes.utf8;
import static dev.jetway.runtime.gateway.hostile.HostileInput.greeted;
import static dev.jetway.runtime.gateway.hostile.HostileInput.refused;

import java.util.List;

/** Bytes that are no message of RFC 6455, or too much of one. */
final class SocketInputs {

    private static final byte[] NONE = {};
    private static final String PING_TEXT = "{\"type\":\"ping\",\"t\":1}";
    private static final int RSV1 = 0x40;

    private SocketInputs() {}

    static List<HostileInput> rows() {
        return List.of(
                ends("a binary message", frame(FIN | BINARY, utf8(PING_TEXT))),
                ends("an empty binary message", frame(FIN | BINARY, NONE)),
                ends("a binary message that never ends", frame(BINARY, utf8(PING_TEXT))),
                ends("a text that is not masked", Bytes.unmasked(FIN | TEXT, utf8(PING_TEXT))),
                ends("a reserved bit that is set", frame(FIN | RSV1 | TEXT, utf8(PING_TEXT))),
                ends("a kind of frame that does not exist: 3", frame(FIN | 0x3, NONE)),
                ends("a kind of control frame that does not exist: 11", frame(FIN | 0xB, NONE)),
                ends("a ping frame in pieces", frame(PING, NONE)),
                ends("a ping frame of 126 bytes", frame(FIN | PING, new byte[126])),
                ends("a continuation of nothing", frame(FIN | CONTINUATION, utf8("x"))),
                ends("a text in the middle of another", frame(TEXT, utf8("{")), Bytes.text(PING_TEXT)),
                ends("a text that is no UTF-8", frame(FIN | TEXT, new byte[] {'"', (byte) 0xC3, 0x28, '"'})),
                ends(
                        "half a surrogate pair in UTF-8",
                        frame(FIN | TEXT, new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})),
                ends(
                        "a text that ends in the middle of a character",
                        frame(FIN | TEXT, new byte[] {'"', (byte) 0xE6, (byte) 0x9D})),
                ends("a frame of -1 bytes", Bytes.head(FIN | TEXT, -1)),
                ends("a frame that promises 2⁶² bytes", Bytes.head(FIN | TEXT, 1L << 62), utf8("{")),
                ends("a text of 70,000 bytes", Bytes.text("\"%s\"".formatted("x".repeat(70_000)))),
                ends("a text of 90,000 bytes in 30,000 characters", Bytes.text("\"%s\"".formatted("東".repeat(30_000)))),
                ends(
                        "a text of 80,000 bytes in two pieces",
                        frame(TEXT, utf8("x".repeat(40_000))),
                        frame(FIN | CONTINUATION, utf8("x".repeat(40_000)))),
                ends(
                        "70,000 pieces of one byte",
                        frame(TEXT, utf8("\"")),
                        Bytes.repeat(frame(CONTINUATION, utf8("x")), 70_000)),
                ends(
                        "100,000 empty pieces, and no last one",
                        frame(TEXT, NONE),
                        Bytes.repeat(frame(CONTINUATION, NONE), 100_000)),
                ends("half a frame, and then nothing", Bytes.head(FIN | TEXT, 100), utf8("{")),
                ends("a piece of a message, and then nothing", frame(TEXT, utf8("{"))),
                ends("a closing frame of one byte", frame(FIN | CLOSE, new byte[] {3})),
                ends("a closing frame with the code 999", frame(FIN | CLOSE, new byte[] {3, (byte) 0xE7})),
                ends(
                        "a closing frame whose reason is no UTF-8",
                        frame(FIN | CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xC3, 0x28})),
                ends(
                        "a message behind a closing frame",
                        frame(FIN | CLOSE, new byte[] {3, (byte) 0xE8}),
                        Bytes.text(PING_TEXT)),
                ends("an HTTP request on the upgraded connection", Bytes.latin1(RawSocket.UPGRADE)),
                stays(
                        "a text in three pieces with a ping frame between them",
                        frame(TEXT, utf8("{\"type\":")),
                        frame(FIN | PING, utf8("!")),
                        frame(CONTINUATION, utf8("\"ping\"")),
                        frame(FIN | CONTINUATION, utf8("}"))),
                stays(
                        "a character in two pieces",
                        frame(TEXT, new byte[] {'"', (byte) 0xE6}),
                        frame(FIN | CONTINUATION, new byte[] {(byte) 0x9D, (byte) 0xB1, '"'})),
                stays("1,000 ping frames", Bytes.repeat(frame(FIN | PING, utf8("!")), 1_000)),
                stays("1,000 pong frames nobody asked for", Bytes.repeat(frame(FIN | PONG, utf8("!")), 1_000)),
                refused("a closing frame that is never answered", (town, traveler) -> {
                    try (var socket = RawSocket.to(town.port())) {
                        socket.send(Bytes.join(Bytes.latin1(RawSocket.UPGRADE), frame(FIN | BINARY, NONE)));
                        return socket.isHungUp() ? "hangs up" : "stays";
                    }
                }),
                refused("a connection that is reset in the middle of a frame", (town, traveler) -> {
                    var socket = RawSocket.to(town.port());
                    new Client(socket).upgraded().hello(traveler).send(Bytes.head(FIN | TEXT, 100), utf8("{"));
                    socket.reset();
                    return "nothing";
                }));
    }

    private static HostileInput ends(String what, byte[]... frames) {
        return refused(what, greeted(client -> client.send(frames).ending()));
    }

    private static HostileInput stays(String what, byte[]... frames) {
        return refused(what, greeted(client -> client.send(frames).answer()));
    }
}
