package dev.jetway.runtime.gateway.sse;

import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import dev.jetway.runtime.gateway.http.SignIn;

/** {@code POST /v1/agui/{agent}}: a run as AG-UI over server-sent events, for any AG-UI client. */
public final class AgUiRoutes extends AllDirectives {

    private final SignIn signIn;
    private final RunStreams streams;
    private final JsonBody bodies;

    public AgUiRoutes(SignIn signIn, RunStreams streams, JsonBody bodies) {
        this.signIn = signIn;
        this.streams = streams;
        this.bodies = bodies;
    }

    public Route route() {
        return path(
                PathMatchers.segment("v1").slash("agui").slash(PathMatchers.segment()),
                agent -> post(() -> signIn.signedIn(identity -> agent.equals(AgentNames.COORDINATOR)
                        ? bodies.json(body -> streams.open(RunRequest.run(identity, body)))
                        : complete(AgentNames.unknown(agent)))));
    }
}
