package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Risk;
import dev.jetway.mcp.asked.Kind;
import dev.jetway.mcp.cache.Lifetime;
import dev.jetway.mcp.process.ServerCommand;
import dev.jetway.mcp.server.ReadableSettings;
import dev.jetway.mcp.server.ServerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpBridgeSettingsTest {

    private static McpBridgeSettings read(String config) {
        return McpBridgeSettings.from(ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
    }

    @Test
    void anEntryNeedsAnAddressAndTakesTheRestFromTheDefaults() {
        var server = read("jetway.mcp.servers.flights.url = \"http://127.0.0.1:1/flights/mcp\"")
                .servers()
                .get("flights");
        assertThat(server.limits().callTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(server.limits().maxConcurrent()).isEqualTo(64);
        assertThat(server.limits().maxResult()).isEqualTo(256 * 1024);
        assertThat(server.breaker().failures()).isEqualTo(5);
        assertThat(server.breaker().openFor()).isEqualTo(Duration.ofSeconds(60));
        assertThat(server.breaker().probes()).isEqualTo(3);
        assertThat(server.breaker().maxOpenFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(server.retry().attempts()).isEqualTo(2);
        assertThat(server.cache().lifetime("search").keeps()).isFalse();
        assertThat(server.allows("search")).isFalse();
        assertThat(server.audience()).isEmpty();
        assertThat(server.pin()).isTrue();
        assertThat(server.limits().maxDepth()).isEqualTo(32);
        assertThat(server.limits().maxString()).isEqualTo(16_384);
    }

    @Test
    void anEntryMaySayMore() {
        var server = read("""
                        jetway.mcp.identity.secret-file = /run/secret
                        jetway.mcp.servers.bookings {
                          url = "https://bookings.example/mcp", personal = true, allow = [list, create]
                          risk { list = read, "odd.name" = commit }, idempotent { create = true }
                          breaker.failures = 2
                        }""").servers().get("bookings");
        assertThat(server.audience()).contains("bookings");
        assertThat(server.allows("create")).isTrue();
        assertThat(server.allows("cancel")).isFalse();
        assertThat(server.risk()).containsEntry("list", Risk.READ).containsEntry("odd.name", Risk.COMMIT);
        assertThat(server.idempotent()).containsEntry("create", true);
        assertThat(server.breaker().failures()).isEqualTo(2);
        assertThat(server.breaker().window()).isEqualTo(10);
    }

    @Test
    void aServerMayAskForNothingUnlessItsEntrySaysSo() {
        var plain = read("jetway.mcp.servers.a.url = \"http://127.0.0.1:1/a\"")
                .servers()
                .get("a");
        assertThat(Kind.values()).noneMatch(plain.mayAsk()::allows);
        assertThat(plain.readable()).isEqualTo(new ReadableSettings(Set.of(), Set.of()));
        assertThat(plain.limits().longestCall()).isEqualTo(Duration.ofSeconds(8));

        var open = read("""
                        jetway.mcp.servers.a {
                          url = "http://127.0.0.1:1/a", progress-limit = 1m, allow-resources = ["guide://*"]
                          may-ask { traveler = true, folders = ["file:///srv/a"], per-call = 1 }
                        }""").servers().get("a");
        assertThat(open.mayAsk().allows(Kind.TRAVELER)).isTrue();
        assertThat(open.mayAsk().allows(Kind.FOLDERS)).isTrue();
        assertThat(open.mayAsk().allows(Kind.MODEL)).isFalse();
        assertThat(open.mayAsk().perCall()).isEqualTo(1);
        assertThat(open.mayAsk().perMinute()).isEqualTo(60);
        assertThat(open.readable().resources()).containsExactly("guide://*");
        assertThat(open.limits().longestCall()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aServerMayBeAProcess() {
        var server = read("""
                        jetway.mcp.servers.files {
                          command = [npx, "-y", "@example/server"], directory = /srv/files, personal = true
                          environment { API_KEY = "s3cret", PORT = 80 }
                        }""").servers().get("files");
        assertThat(server.address())
                .isEqualTo(new ServerAddress.Program(new ServerCommand(
                        List.of("npx", "-y", "@example/server"),
                        Map.of("API_KEY", "s3cret", "PORT", "80"),
                        Optional.of(Path.of("/srv/files")))));
        assertThat(server.audience()).as("it cannot be sent a token").isEmpty();
        assertThat(server.toString()).doesNotContain("s3cret");
    }

    @Test
    void whatMayBeKeptIsSaidByToolOrForAllReads() {
        var cache = read("""
                        jetway.mcp.servers.flights {
                          url = "http://127.0.0.1:1/mcp", cache { search = 60s, "*" = 5s }, stale-for { search = 2h }
                        }""").servers().get("flights").cache();
        assertThat(cache.lifetime("search")).isEqualTo(new Lifetime(Duration.ofSeconds(60), Duration.ofHours(2)));
        assertThat(cache.lifetime("status")).isEqualTo(new Lifetime(Duration.ofSeconds(5), Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "retries = 3                       | Unknown setting jetway.mcp.retries",
                "identity.secret = x               | Unknown setting jetway.mcp.identity.secret",
                "servers.a.timeout = 3s            | Unknown setting jetway.mcp.servers.a.timeout",
                "servers.a.breaker.failure = 3     | Unknown setting jetway.mcp.servers.a.breaker.failure",
                "servers.a.reconnect.jitter = 1    | Unknown setting jetway.mcp.servers.a.reconnect.jitter",
                "servers.a.call-timeout = soon     | Setting jetway.mcp.servers.a.call-timeout: ",
                "servers.a.call-timeout = 0s       | Setting jetway.mcp.servers.a: call-timeout must be longer than nothing",
                "servers.a.max-concurrent = 0      | Setting jetway.mcp.servers.a: max-concurrent must be 1 to 10000",
                "servers.a.max-concurrent = many   | Setting jetway.mcp.servers.a.max-concurrent: ",
                "servers.a.max-result = 1 GiB      | Setting jetway.mcp.servers.a: max-result must be 1 KiB to 16 MiB",
                "servers.a.max-depth = 0           | Setting jetway.mcp.servers.a: max-depth must be 1 to 90",
                "servers.a.max-string = 0          | Setting jetway.mcp.servers.a: max-string must be 1 to 16777216",
                "servers.a.may-ask.user = true     | Unknown setting jetway.mcp.servers.a.may-ask.user",
                "servers.a.may-ask.model = perhaps | Setting jetway.mcp.servers.a.may-ask.model: ",
                "servers.a.may-ask.per-call = 0    | Setting jetway.mcp.servers.a: may-ask.per-call must be 1 to 1000",
                "servers.a.may-ask.folders = [/srv] | Setting jetway.mcp.servers.a: may-ask.folders must be file addresses",
                "servers.a.progress-limit = -1s    | Setting jetway.mcp.servers.a: progress-limit must not be negative",
                "servers.a.pin = sometimes         | Setting jetway.mcp.servers.a.pin: ",
                "lockfile = x                      | Unknown setting jetway.mcp.lockfile",
                "servers.a.allow = search          | Setting jetway.mcp.servers.a.allow: ",
                "servers.a.risk.search = safe      | Setting jetway.mcp.servers.a.risk.search: must be read, write or commit",
                "servers.a.risk.s.t = read         | Setting jetway.mcp.servers.a.risk.s must be a single value",
                "servers.a.idempotent.s = maybe    | Setting jetway.mcp.servers.a.idempotent.s: must be true or false",
                "servers.a.url = \"\"              | Setting jetway.mcp.servers.a: either url or command must be set",
                "servers.a.url = \"nowhere\"       | Setting jetway.mcp.servers.a: url must be an http or https address",
                "servers.a.command = [x]           | Setting jetway.mcp.servers.a: url and command are both set",
                "servers.a.command = x             | Setting jetway.mcp.servers.a.command: ",
                "servers.a.environment.A = b       | Setting jetway.mcp.servers.a: environment is of no use without command",
                "servers.a.directory = /tmp        | Setting jetway.mcp.servers.a: directory is of no use without command",
                "servers.b { command = [\"\"] }     | Setting jetway.mcp.servers.b: command must name a program",
                "servers.b { command = [x], environment.A.B = c } | Setting jetway.mcp.servers.b.environment.A must be a single value",
                "servers.b { command = [x], environment.A = null } | Setting jetway.mcp.servers.b.environment.A: must have a value",
                "servers.b { command = [x], environment { \"A=B\" = c } } | Setting jetway.mcp.servers.b: environment: 'A=B' is no name of a variable",
                "servers.b { command = [x], audience = x }, identity.secret-file = y | Setting jetway.mcp.servers.b: audience must not be set beside command",
                "servers.b { command = [x], auth.bearer-file = f }, identity.secret-file = y | Setting jetway.mcp.servers.b: auth must not be set beside command",
                "servers.a.url = \"file:///etc\"   | Setting jetway.mcp.servers.a: url must be an http or https address",
                "servers.a.url = \"http://u:p@h/\" | Setting jetway.mcp.servers.a: url must be an http or https address without",
                "servers.a.url = \"http://a b\"    | Setting jetway.mcp.servers.a.url: ",
                "servers.a = 3                     | Setting jetway.mcp.servers.a: ",
                "servers.\"A b\" { url = \"http://h/\" } | the name of a server must be",
                "servers.a.breaker.failures = 11   | Setting jetway.mcp.servers.a: breaker.failures must be 1 to window",
                "servers.a.cache.search = soon     | Setting jetway.mcp.servers.a.cache.search: must be a duration",
                "servers.a.cache.search = 0s       | Setting jetway.mcp.servers.a: cache.search must be longer than nothing",
                "servers.a.stale-for.search = 8d   | Setting jetway.mcp.servers.a: stale-for.search must be longer than nothing and at most 7 days",
                "servers.a { cache.book = 60s, risk.book = commit } | Setting jetway.mcp.servers.a: cache.book: only what read tools answer may be kept, and risk.book says commit",
                "servers.a { stale-for.edit = 60s, risk.edit = write } | Setting jetway.mcp.servers.a: stale-for.edit: only what read tools answer may be kept, and risk.edit says write",
                "servers.a.auth.token = x           | Unknown setting jetway.mcp.servers.a.auth.token",
                "servers.a.auth.exchange.client-id = x | Setting jetway.mcp.servers.a: auth.exchange.url is missing",
                "servers.a.auth.exchange.url = \"ftp://h/\" | Setting jetway.mcp.servers.a: auth.exchange.url must be an http or https address",
                "servers.a.auth.exchange.url = \"http://h/\" | Setting jetway.mcp.servers.a: auth.exchange.client-id is missing",
                "servers.a.auth { bearer-file = f, exchange { url = \"http://h/\", client-id = x } } | Setting jetway.mcp.servers.a: auth.bearer-file and auth.exchange exclude each other",
                "servers.a { personal = true, auth.bearer-file = f } | Setting jetway.mcp.servers.a: auth.bearer-file is one token for everybody",
                "servers.a { auth.exchange { url = \"http://h/\", client-id = x } } | Server 'a' gets traveler tokens, but jetway.mcp.identity.secret-file is not set",
                "servers.a.probe.every = 10ms      | Setting jetway.mcp.servers.a: probe.every must be 100 ms to 1 hour",
                "servers.a.probe.call.arguments.q = x | Setting jetway.mcp.servers.a: probe.call.tool is missing",
                "servers.a.probe.call.tool = t     | Setting jetway.mcp.servers.a: probe.call.tool is t, which allow does not name",
                "servers.a { allow = [t], risk.t = write, probe.call.tool = t } | Setting jetway.mcp.servers.a: probe.call.tool is t, which risk does not call a read",
                "servers.a { allow = [t], personal = true, probe.call.tool = t } | Setting jetway.mcp.servers.a: probe.call is not for a personal server",
                "servers.a.retry.attempts = 6      | Setting jetway.mcp.servers.a: retry.attempts must be 1 to 5",
                "servers.a.retry.max-pause = 1ms   | Setting jetway.mcp.servers.a: retry.max-pause must not be less than retry.min-pause",
                "servers.a.retry.budget = 2        | Setting jetway.mcp.servers.a: retry.budget must be 0 to 1",
                "servers.a.retry.delay = 2         | Unknown setting jetway.mcp.servers.a.retry.delay",
                "cache.max-bytes = 5 GiB           | Setting jetway.mcp.cache.max-bytes must be 0 to 4 GiB",
                "servers.a.breaker.probes = 0      | Setting jetway.mcp.servers.a: breaker.probes must be 1 to 1000",
                "servers.a.canary.of = b           | Setting jetway.mcp.servers.a.canary.of: there is no server 'b'",
                "servers.a.canary.of = a           | Setting jetway.mcp.servers.a.canary.of: 'a' is a canary itself",
                "servers.a.canary { of = b, share = 2 } | Setting jetway.mcp.servers.a: canary.share must be 0 to 1",
                "servers.a.canary { of = b, slower = 0.5 } | Setting jetway.mcp.servers.a: canary.slower must be 1 to 1000",
                "servers.a.canary.until = tomorrow | Unknown setting jetway.mcp.servers.a.canary.until",
                "servers { b { url = \"http://h/\", canary.of = a }, c { url = \"http://h/\", canary.of = a } } | 'a' has another canary already",
                "servers.a.personal = true         | Server 'a' gets traveler tokens, but jetway.mcp.identity.secret-file is not set"
            })
    void aWrongOrUnknownSettingIsNamed(String setting, String message) {
        String config = "jetway.mcp { servers.a.url = \"http://127.0.0.1:1/mcp\"\n%s\n}".formatted(setting);
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.strip());
    }
}
