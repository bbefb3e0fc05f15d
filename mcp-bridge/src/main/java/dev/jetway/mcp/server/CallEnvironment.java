package dev.jetway.mcp.server;

import akka.actor.typed.Scheduler;
import dev.jetway.mcp.asked.TextModel;
import dev.jetway.mcp.cache.ReadCache;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.identity.TokenMeans;
import dev.jetway.mcp.identity.TokenMint;
import dev.jetway.mcp.process.ProcessGuard;
import dev.jetway.mcp.transport.JsonRpc;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import scala.concurrent.ExecutionContextExecutor;

/**
 * What all servers of a bridge share.
 *
 * @param mint empty when no server gets tokens that are signed here
 * @param model what servers may have text written by; empty when there is none
 * @param blocking for what may block: reading files
 */
public record CallEnvironment(
        HttpPool http,
        ProcessGuard processes,
        JsonRpc json,
        Optional<TokenMint> mint,
        ReadCache reads,
        Optional<TextModel> model,
        Clock clock,
        Scheduler scheduler,
        ExecutionContextExecutor dispatcher,
        Executor blocking) {

    /** The same for servers whose tokens are signed with another secret. */
    public CallEnvironment with(Optional<TokenMint> other) {
        return new CallEnvironment(http, processes, json, other, reads, model, clock, scheduler, dispatcher, blocking);
    }

    Executor executor() {
        return dispatcher;
    }

    TokenMeans tokenMeans() {
        return new TokenMeans(mint, http, clock, dispatcher, blocking);
    }
}
