package dev.jetway.mcp.server;

import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.canary.Canary;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way to a server that another one is tried for. Calls go to the canary only where it can do what they
 * ask: it is up, and has the tool, allowed, at the same risk and for these arguments. What it fails to do is
 * done by the other, unless it may have been done.
 */
public final class CanaryRoute {

    private final ToolServer stable;
    private final ToolServer candidate;
    private final Canary canary;

    /** From now on what becomes of calls to either is compared. */
    public CanaryRoute(ToolServer stable, ToolServer candidate, Canary canary) {
        this.stable = stable;
        this.candidate = candidate;
        this.canary = canary;
        stable.onOutcome(canary::othersCall);
        candidate.onOutcome(canary::ownCall);
    }

    /** Nothing is compared any more. */
    public void end() {
        stable.onOutcome((good, nanos) -> {});
        candidate.onOutcome((good, nanos) -> {});
    }

    public Canary canary() {
        return canary;
    }

    /** As {@link ToolServer#call}. */
    public CompletionStage<ToolResult> call(ToolServer.Request request) {
        if (!goesToCanary(request)) {
            return stable.call(request);
        }
        boolean reads = stable.tools().get(request.tool()).risk() == Risk.READ;
        return candidate
                .call(request)
                .thenCompose(result -> result instanceof Unavailable nothing && (reads || !nothing.mayHaveRun())
                        ? stable.call(request)
                        : CompletableFuture.completedFuture(result));
    }

    private boolean goesToCanary(ToolServer.Request request) {
        if (request.traveler().isEmpty()
                || !canary.takes(request.traveler().get().subject())) {
            return false;
        }
        if (!candidate.breaker().closed() && stable.breaker().closed()) {
            canary.withdraw("too many of its last calls failed or were slow");
            return false;
        }
        ListedTool known = stable.tools().get(request.tool());
        ListedTool tried = candidate.tools().get(request.tool());
        if (known == null
                || tried == null
                || tried.unusable().isPresent()
                || tried.risk() != known.risk()
                || !candidate.settings().allows(request.tool())
                || !(candidate.link() instanceof ToolServer.Up)) {
            return false;
        }
        boolean fits = tried.hash().equals(known.hash())
                || Arguments.violation(
                                tried,
                                Arguments.complete(tried, request),
                                candidate.settings().limits())
                        .isEmpty();
        if (!fits) {
            canary.ownCall(false, 0);
        }
        return fits;
    }
}
