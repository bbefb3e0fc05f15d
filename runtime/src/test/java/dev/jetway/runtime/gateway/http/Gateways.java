package dev.jetway.runtime.gateway.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.described.CheckedRoutes;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.region.Affinity;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gateways on free ports, for tests. */
public final class Gateways {

    private static final Config QUIET = ConfigFactory.parseString("""
            akka.actor.provider = local
            akka.loglevel = warning
            akka.http.server.idle-timeout = 60s
            jetway.gateway.port = 0
            """);

    private Gateways() {}

    public static ActorTestKit kit() {
        return ActorTestKit.create(
                "gateway", QUIET.withFallback(ConfigFactory.load()).resolve());
    }

    public static GatewaySettings settings(String overrides) {
        return GatewaySettings.from(config(overrides));
    }

    /** All there is to configure. */
    public static Config config(String overrides) {
        return ConfigFactory.parseString(overrides)
                .withFallback(QUIET)
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    public static GatewayRoutes routes(ActorTestKit kit, Conversations conversations, String overrides) {
        return routes(kit, conversations, overrides, Affinity.alone("eu"), Acknowledgements.ALONE);
    }

    static GatewayRoutes routes(
            ActorTestKit kit, Conversations conversations, Authenticator authenticator, String overrides) {
        return new GatewayRoutes(
                kit.system(),
                settings(overrides),
                conversations,
                authenticator,
                Gateways::info,
                GatewayMetrics.NONE,
                Affinity.alone("eu"),
                Acknowledgements.ALONE);
    }

    public static GatewayRoutes routes(
            ActorTestKit kit,
            Conversations conversations,
            String overrides,
            Affinity affinity,
            Acknowledgements acknowledgements) {
        return routes(kit, conversations, overrides, affinity, acknowledgements, GatewayMetrics.NONE);
    }

    public static GatewayRoutes routes(
            ActorTestKit kit,
            Conversations conversations,
            String overrides,
            Affinity affinity,
            Acknowledgements acknowledgements,
            GatewayMetrics metrics) {
        return new GatewayRoutes(
                kit.system(), settings(overrides), conversations, Gateways::info, metrics, affinity, acknowledgements);
    }

    /** Answers that are not as described become a 500. */
    public static int bind(GatewayRoutes routes) {
        return routes.bindBeside(CheckedRoutes.of(routes.route()))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .localAddress()
                .getPort();
    }

    private static GatewayInfo info() {
        return new GatewayInfo(
                "0.1.0-test",
                "embedded",
                List.of(
                        new GatewayInfo.ToolServer("flights", "ready"),
                        new GatewayInfo.ToolServer("hotels", "ready"),
                        new GatewayInfo.ToolServer("weather", "unavailable")));
    }
}
