package dev.jetway.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import dev.jetway.mcp.asked.MayAskSettings;
import dev.jetway.mcp.identity.AuthSettings;
import dev.jetway.mcp.server.ProbeSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The sections of a server's entry that have a shape of their own. */
final class ServerSections {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ServerSections() {}

    static AuthSettings auth(StrictConfig server, String path) {
        StrictConfig auth = server.section("auth", Set.of("bearer-file", "exchange"));
        StrictConfig exchange =
                auth.section("exchange", Set.of("url", "client-id", "client-secret-file", "audience", "scope"));
        String url = exchange.get("url", Config::getString);
        String clientId = exchange.get("client-id", Config::getString);
        Optional<Path> secret = file(exchange.get("client-secret-file", Config::getString));
        String audience = exchange.get("audience", Config::getString);
        String scope = exchange.get("scope", Config::getString);
        Optional<Path> bearer = file(auth.get("bearer-file", Config::getString));
        try {
            if (url.isBlank()) {
                if (!(clientId + audience + scope).isBlank() || secret.isPresent()) {
                    throw new IllegalArgumentException("auth.exchange.url is missing");
                }
                return new AuthSettings(bearer, Optional.empty());
            }
            return new AuthSettings(
                    bearer, Optional.of(new AuthSettings.Exchange(URI.create(url), clientId, secret, audience, scope)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Setting %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    static ProbeSettings probe(StrictConfig server, String path) {
        StrictConfig probe = server.section("probe", Set.of("every", "call"));
        StrictConfig call = probe.section("call", Set.of("tool", "arguments"));
        Duration every = probe.get("every", Config::getDuration);
        String tool = call.get("tool", Config::getString);
        ObjectNode arguments = call.get(
                "arguments",
                (section, key) -> JSON.valueToTree(section.getObject(key).unwrapped()));
        try {
            if (tool.isBlank() && !arguments.isEmpty()) {
                throw new IllegalArgumentException("probe.call.tool is missing");
            }
            return new ProbeSettings(
                    every, Optional.of(new ProbeSettings.Call(tool, arguments)).filter(it -> !tool.isBlank()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Setting %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    static MayAskSettings mayAsk(StrictConfig server) {
        StrictConfig mayAsk = server.section(
                "may-ask",
                Set.of("model", "traveler", "folders", "per-call", "per-minute", "max-size", "max-tokens", "timeout"));
        return new MayAskSettings(
                mayAsk.get("model", Config::getBoolean),
                mayAsk.get("traveler", Config::getBoolean),
                mayAsk.get(
                        "folders",
                        (section, key) -> section.getStringList(key).stream()
                                .map(URI::create)
                                .toList()),
                mayAsk.get("per-call", Config::getInt),
                mayAsk.get("per-minute", Config::getInt),
                mayAsk.get("max-size", Config::getBytes),
                mayAsk.get("max-tokens", Config::getInt),
                mayAsk.get("timeout", Config::getDuration));
    }

    private static Optional<Path> file(String path) {
        return path.isBlank() ? Optional.empty() : Optional.of(Path.of(path));
    }
}
