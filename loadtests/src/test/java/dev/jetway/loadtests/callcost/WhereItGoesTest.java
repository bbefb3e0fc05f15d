package dev.jetway.loadtests.callcost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.loadtests.callcost.WhereItGoes.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhereItGoesTest {

    @Test
    void aSampleBelongsToTheTopmostAreaOnItsStack() {
        assertThat(WhereItGoes.of(List.of(
                        "java.lang.String",
                        "com.fasterxml.jackson.core.json.UTF8StreamJsonParser",
                        "dev.jetway.mcp.transport.JsonRpc")))
                .isEqualTo(Area.JSON);
        assertThat(WhereItGoes.of(List.of("dev.jetway.mcp.http.ExchangeHandler", "io.netty.channel.nio.NioEventLoop")))
                .isEqualTo(Area.HTTP);
        assertThat(WhereItGoes.of(List.of("dev.jetway.mcp.server.PendingCall", "akka.dispatch.Mailbox")))
                .isEqualTo(Area.BRIDGE);
    }

    @Test
    void whatALibraryDoesForACheckIsPartOfTheCheck() {
        assertThat(WhereItGoes.of(List.of(
                        "com.fasterxml.jackson.databind.node.ObjectNode",
                        "com.networknt.schema.keyword.PropertiesValidator",
                        "dev.jetway.mcp.policy.ToolSchema")))
                .isEqualTo(Area.SCHEMAS);
    }

    @Test
    void whatIsNobodysIsNotLeftOut() {
        assertThat(WhereItGoes.of(List.of("java.util.concurrent.ForkJoinPool"))).isEqualTo(Area.ELSE);
    }
}
