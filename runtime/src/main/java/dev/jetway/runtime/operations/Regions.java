package dev.jetway.runtime.operations;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operators can see and change of the regions. */
@FunctionalInterface
public interface Regions {

    /** What this node knows of them, as JSON. Never blocks. */
    String report();

    /**
     * Makes another region the primary.
     *
     * @param request JSON text: {@code to}, {@code force}, {@code reason}, {@code by}
     * @return what counts from now on, as JSON; fails with an {@link IllegalArgumentException} for a request that makes
     *     no sense, and an {@link IllegalStateException} for what can't be done now
     */
    default CompletionStage<String> movePrimary(String request) {
        return CompletableFuture.failedStage(new IllegalStateException("There is only one region"));
    }
}
