package dev.jetway.mcp;

import dev.jetway.agents.ToolResult;
import dev.jetway.mcp.canary.Canary;
import dev.jetway.mcp.server.CanaryRoute;
import dev.jetway.mcp.server.Reading;
import dev.jetway.mcp.server.ServerSettings;
import dev.jetway.mcp.server.ToolServer;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** The way of calls that name a server: to it, or to another version of it that is tried in its place. */
record Route(RunningServer server, Optional<Trial> trial) {

    record Trial(RunningServer candidate, CanaryRoute canary) {}

    /**
     * The ways to all servers, by name. Begins to compare those of which one is tried for another; where both
     * are the same as before, what is known of them counts on.
     */
    static SortedMap<String, Route> among(
            SortedMap<String, RunningServer> servers, SortedMap<String, Route> before, Clock clock) {
        before.forEach((name, route) -> route.trial()
                .filter(trial -> servers.get(name) != route.server()
                        || servers.get(trial.candidate().settings().name()) != trial.candidate())
                .ifPresent(trial -> trial.canary().end()));
        SortedMap<String, Route> routes = new TreeMap<>();
        servers.forEach((name, server) -> routes.put(name, new Route(server, Optional.empty())));
        for (RunningServer candidate : servers.values()) {
            candidate.settings().canary().ifPresent(canary -> {
                RunningServer stable = servers.get(canary.of());
                routes.put(canary.of(), new Route(stable, Optional.of(trial(stable, candidate, before, clock))));
            });
        }
        return routes;
    }

    private static Trial trial(
            RunningServer stable, RunningServer candidate, SortedMap<String, Route> before, Clock clock) {
        ServerSettings settings = candidate.settings();
        return Optional.ofNullable(before.get(stable.settings().name()))
                .filter(route -> route.server() == stable)
                .flatMap(Route::trial)
                .filter(trial -> trial.candidate() == candidate)
                .orElseGet(() -> new Trial(
                        candidate,
                        new CanaryRoute(
                                stable.tools(),
                                candidate.tools(),
                                new Canary(settings.name(), settings.canary().orElseThrow(), clock))));
    }

    /** As {@link #call}. What is no tool is read of the server itself, whatever is tried in its place. */
    Optional<CompletionStage<ToolResult>> read(Reading reading, CallScope scope) {
        return server.within(() -> server.tools().read(reading, scope.traveler(), scope.deadline()));
    }

    /** Empty when one of the servers has retired: others may have taken their places. */
    Optional<CompletionStage<ToolResult>> call(ToolServer.Request request) {
        if (trial.isEmpty()) {
            return server.within(() -> server.tools().call(request));
        }
        if (!server.enter()) {
            return Optional.empty();
        }
        Trial tried = trial.get();
        Optional<CompletionStage<ToolResult>> outcome =
                tried.candidate().within(() -> tried.canary().call(request));
        if (outcome.isEmpty()) {
            server.leave();
        }
        return outcome.map(stage -> stage.whenComplete((result, bug) -> server.leave()));
    }
}
