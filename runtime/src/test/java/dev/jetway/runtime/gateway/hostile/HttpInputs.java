package dev.jetway.runtime.gateway.hostile;

import static dev.jetway.runtime.gateway.hostile.HostileInput.refused;

import dev.jetway.runtime.gateway.hostile.HostileInput.Attack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that are wrong, or that ask for what is not theirs; and upgrades that are. */
final class HttpInputs {

    private static final int MAX_BODY = 120;
    private static final String HOST = "Host: 127.0.0.1\r\n";

    private HttpInputs() {}

    static List<HostileInput> requests() {
        return List.of(
                http(
                        "noise: `\\x16\\x03\\x01…`, a TLS handshake",
                        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"),
                http("`GET /` of HTTP 0.9", "GET /\r\n\r\n"),
                http("HTTP 9.9", "GET / HTTP/9.9\r\n" + HOST + "\r\n"),
                http("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                http("a method that does not exist: `BREW`", request("BREW", "/v1/info", "")),
                http("`POST /v1/info`", request("POST", "/v1/info", "Content-Length: 2\r\n") + "{}"),
                http("`DELETE /v1/ws`", request("DELETE", "/v1/ws", "")),
                http("`PUT /` with a page", request("PUT", "/", "Content-Length: 5\r\n") + "<html"),
                http("`TRACE /` with a token", request("TRACE", "/", "Authorization: Bearer dev:vera\r\n")),
                http("`CONNECT` to somewhere else", request("CONNECT", "example.com:443", "")),
                http("no `Host`", "GET /v1/info HTTP/1.1\r\n\r\n"),
                http("two hosts", request("GET", "/v1/info", "Host: evil.example\r\n")),
                http(
                        "a host of another name, as DNS rebinding brings it",
                        "GET /v1/info HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
                http(
                        "an address of somewhere else: `GET http://evil.example/v1/info`",
                        request("GET", "http://evil.example/v1/info", "")),
                http(
                        "two lengths: `Content-Length: 3` and `30`",
                        request("POST", "/v1/info", "Content-Length: 3\r\nContent-Length: 30\r\n") + "abc"),
                http(
                        "a length and chunks (smuggling), with a request inside",
                        request("POST", "/v1/info", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n")
                                + "0\r\n\r\nGET /v1/ws HTTP/1.1\r\n\r\n"),
                http("a length of -1", request("POST", "/v1/info", "Content-Length: -1\r\n")),
                http("a length of 10²⁰", request("POST", "/v1/info", "Content-Length: 100000000000000000000\r\n")),
                http("a body of 2 MB", request("POST", "/v1/info", "Content-Length: 2000000\r\n")),
                http(
                        "a chunk of a length that is none: `zz`",
                        request("POST", "/v1/info", "Transfer-Encoding: chunked\r\n") + "zz\r\nabc\r\n0\r\n\r\n"),
                http("a transfer encoding nobody knows", request("POST", "/v1/info", "Transfer-Encoding: rot13\r\n")),
                http(
                        "a header of 9,000 characters",
                        request("GET", "/v1/info", "X-Long: %s\r\n".formatted("x".repeat(9_000)))),
                http(
                        "65 headers",
                        request(
                                "GET",
                                "/v1/info",
                                IntStream.range(0, 65)
                                        .mapToObj("X-%d: x\r\n"::formatted)
                                        .collect(Collectors.joining()))),
                http("a header without a name", request("GET", "/v1/info", ": x\r\n")),
                http("a header with a NUL", request("GET", "/v1/info", "X-Nul: a\0b\r\n")),
                http("a header on two lines", request("GET", "/v1/info", "X-Folded: a\r\n b\r\n")),
                http("an address of 5,000 characters", request("GET", "/" + "x".repeat(5_000), "")),
                http("an address with a NUL", request("GET", "/v1/info%00.html", "")),
                http("an address with a broken escape: `/%zz`", request("GET", "/%zz", "")),
                http("`/../../etc/passwd`", request("GET", "/../../etc/passwd", "")),
                http("`/lib/../application.conf`", request("GET", "/lib/../application.conf", "")),
                http("`/lib/..%2f..%2freference.conf`", request("GET", "/lib/..%2f..%2freference.conf", "")),
                http("`/lib/%2e%2e/%2e%2e/reference.conf`", request("GET", "/lib/%2e%2e/%2e%2e/reference.conf", "")),
                http("`/page/index.html`, a file by its place in the jar", request("GET", "/page/index.html", "")),
                http("`//app.js`", request("GET", "//app.js", "")),
                http("`/app.js/`", request("GET", "/app.js/", "")),
                http("`/app.js\\..\\reference.conf`", request("GET", "/app.js%5c..%5creference.conf", "")),
                http(
                        "100 ranges of one file",
                        request(
                                "GET",
                                "/app.js",
                                "Range: bytes=%s\r\n"
                                        .formatted(IntStream.range(0, 100)
                                                .mapToObj(i -> "0-")
                                                .collect(Collectors.joining(","))))),
                http("half a request, and then nothing", "GET /v1/info HTTP/1.1\r\n" + HOST + "X-Slow: "),
                http("`Expect` of something nobody does", request("GET", "/v1/info", "Expect: 200-maybe\r\n")),
                refused("50 requests at once", (town, traveler) -> {
                    try (var socket = RawSocket.to(town.port())) {
                        socket.send(Bytes.latin1(request("GET", "/nothing", "").repeat(50)));
                        var statuses = new ArrayList<Integer>();
                        for (int i = 0; i < 50; i++) {
                            socket.response().ifPresent(response -> statuses.add(response.status()));
                        }
                        return "%s (%d times)"
                                .formatted(
                                        String.join(
                                                ", ",
                                                statuses.stream()
                                                        .distinct()
                                                        .map(String::valueOf)
                                                        .toList()),
                                        statuses.size());
                    }
                }));
    }

    static List<HostileInput> upgrades() {
        return List.of(
                http("a plain request for the WebSocket", request("GET", "/v1/ws", "")),
                http("`POST` instead of `GET`", RawSocket.UPGRADE.replace("GET", "POST")),
                http("version 8 of the WebSocket protocol", RawSocket.UPGRADE.replace("Version: 13", "Version: 8")),
                http("no version", RawSocket.UPGRADE.replace("Sec-WebSocket-Version: 13\r\n", "")),
                http("no key", RawSocket.UPGRADE.replaceAll("Sec-WebSocket-Key.*\r\n", "")),
                http("a key of three bytes", RawSocket.UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "YWJj")),
                http("HTTP 1.0", RawSocket.UPGRADE.replace("HTTP/1.1", "HTTP/1.0")),
                http("`Upgrade: h2c`", RawSocket.UPGRADE.replace("Upgrade: websocket", "Upgrade: h2c")),
                http("another subprotocol: `graphql-ws`", RawSocket.UPGRADE.replace("jetway.v1", "graphql-ws")),
                http(
                        "a subprotocol that is nearly ours: `jetway.v10`",
                        RawSocket.UPGRADE.replace("jetway.v1", "jetway.v10")),
                upgrade("no subprotocol", RawSocket.UPGRADE.replaceAll("Sec-WebSocket-Protocol.*\r\n", "")),
                upgrade("a page of another origin", with("Origin: https://evil.example")),
                upgrade(
                        "a page of an origin that begins like ours: `http://localhost.evil.example`",
                        with("Origin: http://localhost.evil.example")),
                upgrade(
                        "a page of an origin with our name before an `@`",
                        with("Origin: http://localhost@evil.example")),
                upgrade("a page without an origin: `null`", with("Origin: null")),
                upgrade(
                        "a page of ours and one of another origin",
                        with("Origin: http://localhost\r\nOrigin: https://evil.example")),
                upgrade("a page of a file: `file://`", with("Origin: file://")),
                upgrade(
                        "a token in the address",
                        RawSocket.UPGRADE.replace("/v1/ws", "/v1/ws?token=dev:vera&access_token=dev:vera")),
                upgrade("a token in a cookie", with("Cookie: token=dev:vera; access_token=dev:vera")),
                upgrade(
                        "a password instead of a token: `Authorization: Basic …`",
                        with("Authorization: Basic ZGV2OnZlcmE=")),
                upgrade(
                        "two tokens: `dev:mallory` and `dev:vera`",
                        with("Authorization: Bearer dev:mallory\r\nAuthorization: Bearer dev:vera")),
                upgrade("a token nobody knows", with("Authorization: Bearer s3cret")));
    }

    private static String request(String method, String path, String headers) {
        return "%s %s HTTP/1.1\r\n%s%s\r\n".formatted(method, path, HOST, headers);
    }

    private static String with(String header) {
        return RawSocket.UPGRADE.replace("Upgrade: websocket\r\n", "Upgrade: websocket\r\n%s\r\n".formatted(header));
    }

    private static HostileInput http(String what, String request) {
        return refused(what, (town, traveler) -> {
            try (var socket = RawSocket.to(town.port())) {
                socket.sendAsFarAsItGoes(Bytes.latin1(request));
                return answered(socket);
            }
        });
    }

    /** Upgraded, because a browser could not see why it was refused; then hello without a token. */
    private static HostileInput upgrade(String what, String request) {
        Attack attack = (town, traveler) -> {
            try (var client = new Client(RawSocket.to(town.port()))) {
                return town.overheard(
                        client,
                        client.upgraded(request).say("{\"type\":\"hello\"}").ending());
            }
        };
        return refused(what, attack);
    }

    private static String answered(RawSocket socket) throws IOException {
        var response = socket.response();
        if (response.isEmpty()) {
            return "hangs up";
        }
        var body = response.get().body().strip().replaceAll("127\\.0\\.0\\.1:\\d+", "(its address)");
        var shown = body.isEmpty()
                ? ""
                : ": " + (body.length() > MAX_BODY ? "%d characters".formatted(body.length()) : body);
        return response.get().status() + shown;
    }
}
