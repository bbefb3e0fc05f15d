package dev.jetway.runtime.gateway.copilotkit;

import akka.Done;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import dev.jetway.runtime.gateway.http.SignIn;
import dev.jetway.runtime.gateway.sse.AgUiRoutes;
import dev.jetway.runtime.gateway.sse.JsonBody;
import dev.jetway.runtime.gateway.sse.RunStreams;
import java.util.concurrent.CompletionStage;

/** The doors through which runs are had over HTTP: AG-UI's and CopilotKit's, on the same streams. */
public final class RunDoors extends AllDirectives {

    private final RunStreams streams;
    private final AgUiRoutes agUi;
    private final CopilotKitRoutes copilotKit;

    /** @param version of this node */
    public RunDoors(SignIn signIn, RunStreams streams, Materializer materializer, String version) {
        this.streams = streams;
        var bodies = new JsonBody(streams.settings(), materializer);
        this.agUi = new AgUiRoutes(signIn, streams, bodies);
        this.copilotKit = new CopilotKitRoutes(signIn, streams, bodies, version);
    }

    public Route route() {
        return concat(agUi.route(), copilotKit.route());
    }

    /** As {@link RunStreams#drain()}. */
    public CompletionStage<Done> drain() {
        return streams.drain();
    }
}
