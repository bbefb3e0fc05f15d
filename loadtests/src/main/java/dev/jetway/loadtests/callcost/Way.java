package dev.jetway.loadtests.callcost;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One way to ask the server.
 *
 * @param call asks once; true if there was a good answer
 */
record Way(String name, Supplier<CompletionStage<Boolean>> call) {}
