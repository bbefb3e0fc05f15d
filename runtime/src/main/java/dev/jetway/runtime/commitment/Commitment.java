package dev.jetway.runtime.commitment;

import dev.jetway.agents.ToolResult;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Duration;
import java.util.function.Function;

/**
 * An approved action and what came of it. Pure: the rules of "at most once" are here.
 *
 * @param opened {@code null} before the action was accepted
 * @param sent the latest attempt; {@code null} before the first
 * @param concluded {@code null} until then
 * @param settlement of an outcome that was unknown; {@code null} until then
 */
public record Commitment(
        CommitmentEvent.Opened opened,
        CommitmentEvent.Sent sent,
        CommitmentEvent.Concluded concluded,
        Settlement settlement)
        implements JetwaySerializable {

    static final Commitment NONE = new Commitment(null, null, null, null);

    /** What to do after an attempt, or after a restart that may have interrupted one. */
    sealed interface Next {
        <R> R fold(Function<Conclude, R> conclude, Function<LookUp, R> lookUp, Function<Send, R> send);
    }

    record Conclude(CommitOutcome outcome) implements Next {
        @Override
        public <R> R fold(Function<Conclude, R> conclude, Function<LookUp, R> lookUp, Function<Send, R> send) {
            return conclude.apply(this);
        }
    }

    /** Ask the tool server what came of the call. */
    record LookUp(String why) implements Next {
        @Override
        public <R> R fold(Function<Conclude, R> conclude, Function<LookUp, R> lookUp, Function<Send, R> send) {
            return lookUp.apply(this);
        }
    }

    /** Send the call, with the same idempotency key as ever. */
    record Send() implements Next {
        @Override
        public <R> R fold(Function<Conclude, R> conclude, Function<LookUp, R> lookUp, Function<Send, R> send) {
            return send.apply(this);
        }
    }

    /** How much the clocks of two regions may differ. */
    private static final Duration CLOCKS = Duration.ofSeconds(10);

    /**
     * Whether another region may have begun what has no record here: what it stored may not have come yet.
     *
     * @param begunAt when the turn began that it belongs to, by the clock of any region; 0 when nobody knows
     * @param primarySince when this region became the primary; 0 when no other ever was
     */
    static boolean mayHaveBegunElsewhere(long begunAt, long primarySince) {
        return primarySince > 0 && begunAt < primarySince + CLOCKS.toMillis();
    }

    boolean ended() {
        return concluded != null;
    }

    /** Only of one that has ended. */
    CommitOutcome outcome() {
        return settlement != null ? settlement.outcome() : concluded.outcome();
    }

    /** How many times the call was about to leave. */
    int attempts() {
        return sent == null ? 0 : sent.attempt();
    }

    /** It ended, and how was not known then; it may be by now. */
    boolean isCase() {
        return ended() && concluded.outcome() instanceof CommitOutcome.Unknown;
    }

    /** Of one that {@link #isCase()}. */
    Case asCase(String id) {
        return new Case(
                id,
                Case.Call.of(id, opened.tool(), opened.title(), opened.arguments(), opened.traveler()),
                new Case.Times(opened.at(), sent == null ? 0 : sent.at(), concluded.at()),
                attempts(),
                concluded.errors(),
                null,
                settlement);
    }

    /**
     * After a call has come back.
     *
     * @param expired no further attempt is allowed
     */
    Next after(ToolResult result, boolean expired) {
        return result.fold(
                ok -> new Conclude(new CommitOutcome.Done(ok.content().toString())),
                error -> new Conclude(new CommitOutcome.Declined(error.message())),
                unavailable -> unavailable.mayHaveRun() || attempts() > 1
                        ? new LookUp(unavailable.reason())
                        : expired ? new Conclude(new CommitOutcome.NotSent(unavailable.reason())) : new Send());
    }

    /**
     * After the tool server was asked what came of the call.
     *
     * @param found the look-up's answer: {@code Ok} with what happened, {@code null} content when nothing
     *     did, or that it could not be asked
     * @param idempotent whether the tool promises that the same key acts once
     */
    Next afterLookUp(LookUpResult found, boolean idempotent, boolean expired) {
        return found.fold(
                happened -> new Conclude(new CommitOutcome.Done(happened.content())),
                nothing -> idempotent && !expired
                        ? new Send()
                        : new Conclude(new CommitOutcome.Unknown("the answer was lost")),
                silent -> expired
                        ? new Conclude(new CommitOutcome.Unknown(silent.reason()))
                        : new LookUp(silent.reason()));
    }
}
