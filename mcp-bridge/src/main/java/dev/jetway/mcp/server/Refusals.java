package dev.jetway.mcp.server;

import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.identity.Principal;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Why a request is turned down, whatever shape the server is in.
 *
 * @param link where calls could be sent at the moment
 */
record Refusals(ServerSettings settings, Clock clock, Supplier<ToolServer.Link> link) {

    /** @param tool null if the server offers no such tool, as far as is known */
    Optional<ToolResult> ofCall(ListedTool tool, ToolServer.Request request) {
        String name = settings.name() + "." + request.tool();
        if (!settings.allows(request.tool())) {
            return refuse("%s may not be called: the configuration of server '%s' does not allow it"
                    .formatted(name, settings.name()));
        }
        Optional<ToolResult> nobody = ofCaller(name, request);
        if (nobody.isPresent()) {
            return nobody;
        }
        if (tool == null) {
            return link.get() instanceof ToolServer.Down down
                    ? refuse(unreachable(down))
                    : refuse("%s may not be called: server '%s' offers no such tool".formatted(name, settings.name()));
        }
        if (tool.unusable().isPresent()) {
            return refuse(
                    "%s may not be called: %s".formatted(name, tool.unusable().get()));
        }
        if (tool.risk() == Risk.COMMIT && !request.mayCommit()) {
            return refuse("%s was not called: it needs the traveler's approval first".formatted(name));
        }
        return ofLate(name, request);
    }

    Optional<ToolResult> ofReading(Reading reading, ToolServer.Request request) {
        String name = reading.name(settings.name());
        return settings.readable().allows(reading)
                ? ofCaller(name, request).or(() -> ofLate(name, request))
                : refuse("%s may not be read: the configuration of server '%s' does not allow it"
                        .formatted(name, settings.name()));
    }

    private Optional<ToolResult> ofCaller(String name, ToolServer.Request request) {
        if (settings.personal() && !settings.address().takesTokens()) {
            return refuse(
                    "%s was not called: it is personal, and server '%s' is a process, which cannot be told who asks"
                            .formatted(name, settings.name()));
        }
        if (settings.personal() && request.traveler().isEmpty()) {
            return refuse("%s was not called: it needs to know who the traveler is".formatted(name));
        }
        if (Principal.of(request.traveler()).impersonatesService()) {
            return refuse("%s was not called: a traveler cannot be called as the service is".formatted(name));
        }
        return Optional.empty();
    }

    private Optional<ToolResult> ofLate(String name, ToolServer.Request request) {
        return request.deadline().isAfter(clock.instant())
                ? Optional.empty()
                : refuse("%s was not called: there was no time left".formatted(name));
    }

    String unreachable(ToolServer.Down down) {
        return "%s cannot be reached at the moment: %s".formatted(settings.name(), down.reason());
    }

    static Optional<ToolResult> refuse(String reason) {
        return Optional.of(new Unavailable(reason, false));
    }
}
