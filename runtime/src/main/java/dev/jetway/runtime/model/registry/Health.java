package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model is doing, as one node sees it. Instants are milliseconds since 1970.
 *
 * <p>A model that fails too often is left alone. When that time is over one call tries it, while all others still pass
 * it by; it is back when that call is answered, and left alone for twice as long when it is not.
 *
 * @param running calls under way
 * @param failures of the last while, the oldest first
 * @param cooldowns how many there were since it last answered; it is well when there was none
 * @param until when the last of them ends
 * @param trial whether a call is trying it
 * @param first from asking to the first piece of text
 * @param whole from asking to the end
 */
record Health(int running, List<Long> failures, int cooldowns, long until, boolean trial, Pace first, Pace whole) {

    static final Health UNKNOWN = new Health(0, List.of(), 0, 0, false, Pace.UNKNOWN, Pace.UNKNOWN);

    Health {
        failures = List.copyOf(failures);
    }

    /** Where a model stands. */
    enum State {
        READY,
        COOLING,
        TRIAL_DUE,
        ON_TRIAL
    }

    State state(long now) {
        if (cooldowns == 0) {
            return State.READY;
        }
        if (trial) {
            return State.ON_TRIAL;
        }
        return now < until ? State.COOLING : State.TRIAL_DUE;
    }

    boolean takes(long now, int maxRunning) {
        var state = state(now);
        return running < maxRunning && (state == State.READY || state == State.TRIAL_DUE);
    }

    Optional<Health> begun(long now, int maxRunning) {
        return takes(now, maxRunning)
                ? Optional.of(new Health(
                        running + 1, failures, cooldowns, until, state(now) == State.TRIAL_DUE, first, whole))
                : Optional.empty();
    }

    /**
     * A call was answered. What was asked before it was left alone, and comes now, says nothing about how it is.
     *
     * @param tried whether that call was the trial
     * @param toFirst negative when there was no text
     */
    Health answered(boolean tried, long toFirst, long toEnd, long now) {
        var sooner = toFirst < 0 ? first : first.seen(toFirst, now);
        var later = whole.seen(toEnd, now);
        return tried || cooldowns == 0
                ? new Health(running - 1, tried ? List.of() : failures, 0, 0, false, sooner, later)
                : new Health(running - 1, failures, cooldowns, until, trial, sooner, later);
    }

    /** A call ended in a way that says nothing about the model. */
    Health left(boolean tried) {
        return new Health(running - 1, failures, cooldowns, until, trial && !tried, first, whole);
    }

    /** A call failed. */
    Health failed(
            boolean tried,
            ModelException.Kind kind,
            Optional<Duration> retryAfter,
            long now,
            CooldownSettings settings) {
        return switch (kind) {
            case RATE_LIMITED -> cooled(tried, now, settings.shorter(retryAfter.orElse(settings.after(cooldowns))));
            case MISCONFIGURED, BUDGET_EXCEEDED -> cooled(tried, now, settings.longest());
            case UNAVAILABLE, TIMED_OUT, UNREADABLE -> stumbled(tried, retryAfter, now, settings);
            case REJECTED, CANCELED -> left(tried);
        };
    }

    private Health stumbled(boolean tried, Optional<Duration> retryAfter, long now, CooldownSettings settings) {
        var since = now - settings.window().toMillis();
        var lately = new ArrayList<>(failures.stream().filter(at -> at > since).toList());
        lately.add(now);
        if (tried || retryAfter.isPresent() || lately.size() >= settings.allowedFails()) {
            return cooled(tried, now, settings.shorter(retryAfter.orElse(settings.after(cooldowns))));
        }
        return new Health(running - 1, lately, cooldowns, until, trial, first, whole);
    }

    /** While it is left alone, what was asked before may still fail: that is no further cooldown. */
    private Health cooled(boolean tried, long now, Duration time) {
        var straggler = cooldowns > 0 && !tried;
        return new Health(
                running - 1,
                List.of(),
                straggler ? cooldowns : cooldowns + 1,
                Math.max(until, now + time.toMillis()),
                trial && !tried,
                first,
                whole);
    }
}
