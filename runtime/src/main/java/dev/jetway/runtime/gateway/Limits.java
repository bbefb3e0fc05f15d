package dev.jetway.runtime.gateway;

import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Denied;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What one traveler, tenant or address may still ask of this node, counted over all doors. Where something is answered
 * in milliseconds, 0 says yes, and anything else how long to wait. Safe for many threads.
 */
public final class Limits {

    private final LongSupplier nanos;
    private final int connectionsPerSubject;
    private final CommandRates commands;
    private final CommandRates tenantCommands;
    private final CommandRates subscriptions;
    private final CommandRates signIns;
    private final CommandRates refusedSignIns;
    private final ConcurrentHashMap<String, Integer> connections = new ConcurrentHashMap<>();

    public Limits(GatewaySettings settings) {
        this(settings, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    Limits(GatewaySettings settings, LongSupplier nanos) {
        var limits = settings.limits();
        this.nanos = nanos;
        this.connectionsPerSubject = limits.connectionsPerSubject();
        this.commands = limits.commands().rates();
        this.tenantCommands = limits.tenantCommands().rates();
        this.subscriptions = new CommandRates(
                2 * settings.maxSubscriptions(), limits.commands().per());
        this.signIns = limits.signIns().rates();
        this.refusedSignIns = limits.refusedSignIns().rates();
    }

    /** Takes one command, of the traveler first: what one sends in vain costs the others of the tenant nothing. */
    public long command(Identity identity) {
        long now = nanos.getAsLong();
        long wait = commands.take(identity.subject(), now);
        return wait > 0
                ? wait
                : identity.tenant()
                        .map(tenant -> tenantCommands.take(tenant, now))
                        .orElse(0L);
    }

    /** Takes one coming or going of a subscription. */
    public long subscription(Identity identity) {
        return subscriptions.take(identity.subject(), nanos.getAsLong());
    }

    /** Takes one sign-in from an address, before it is known how it ends. */
    public long signIn(String address) {
        return signIns.take(address, nanos.getAsLong());
    }

    /** The same authenticator, which judges nothing more for an address that has sent too many bad tokens. */
    public Authenticator guarding(Authenticator authenticator, String address) {
        return token -> {
            long wait = refusedSignIns.ask(address, nanos.getAsLong());
            if (wait > 0) {
                return CompletableFuture.failedStage(NotJudgedException.rateLimited(
                        "Too many sign-ins from your address were refused; wait before you try again", wait));
            }
            return authenticator.authenticate(token).thenApply(verdict -> {
                if (verdict instanceof Denied) {
                    refusedSignIns.take(address, nanos.getAsLong());
                }
                return verdict;
            });
        };
    }

    /** Counts one more connection of a subject, unless it has as many as it may. Each yes is followed by a leave. */
    public boolean enter(String subject) {
        var entered = new boolean[1];
        connections.compute(subject, (key, count) -> {
            int before = count == null ? 0 : count;
            entered[0] = before < connectionsPerSubject;
            return entered[0] ? before + 1 : count;
        });
        return entered[0];
    }

    public void leave(String subject) {
        connections.computeIfPresent(subject, (key, count) -> count > 1 ? count - 1 : null);
    }
}
