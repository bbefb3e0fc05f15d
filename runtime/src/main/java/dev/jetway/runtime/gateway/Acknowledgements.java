package dev.jetway.runtime.gateway;

import dev.jetway.runtime.conversation.Confirmation;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the other regions whether they have stored what this one has. */
@FunctionalInterface
public interface Acknowledgements {

    /** There are no other regions. */
    Acknowledgements ALONE = what -> CompletableFuture.completedFuture(new TreeSet<>());

    /** Those that have not confirmed it in time; none when it is everywhere. Never fails, never blocks. */
    CompletionStage<SortedSet<String>> missing(Confirmation what);
}
