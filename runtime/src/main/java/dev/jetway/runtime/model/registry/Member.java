package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.TokenUse;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model of this node, how it is doing, and what it took. The same for all groups it is in. Safe for many threads. */
final class Member {

    private static final Logger log = LoggerFactory.getLogger(Member.class);

    private final String name;
    private final ChatModel model;
    private final Terms terms;
    private final CooldownSettings cooldown;
    private final Clock clock;
    private final AtomicReference<Health> health = new AtomicReference<>(Health.UNKNOWN);
    private final LongAdder answered = new LongAdder();
    private final Map<ModelException.Kind, LongAdder> failed = new EnumMap<>(ModelException.Kind.class);
    private final LongAdder millis = new LongAdder();
    private final LongAdder input = new LongAdder();
    private final LongAdder cachedInput = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** @param name of the entry */
    Member(String name, ChatModel model, Terms terms, CooldownSettings cooldown, Clock clock) {
        this.name = name;
        this.model = model;
        this.terms = terms;
        this.cooldown = cooldown;
        this.clock = clock;
        for (var kind : ModelException.Kind.values()) {
            failed.put(kind, new LongAdder());
        }
    }

    String name() {
        return name;
    }

    ChatModel model() {
        return model;
    }

    Terms terms() {
        return terms;
    }

    Health health() {
        return health.get();
    }

    /** Takes a place for one call. @return whether that call is the trial; empty when there is no place any more */
    Optional<Boolean> begin() {
        while (true) {
            var now = health.get();
            var busier = now.begun(clock.millis(), terms.maxRunning());
            if (busier.isEmpty()) {
                return Optional.empty();
            }
            if (health.compareAndSet(now, busier.get())) {
                return Optional.of(busier.get().trial() && !now.trial());
            }
        }
    }

    void answered(boolean trial, long toFirst, long toEnd, ChatReply reply, long cost) {
        var before = health.getAndUpdate(it -> it.answered(trial, toFirst, toEnd, clock.millis()));
        if (trial) {
            log.info("Model {} answers again, after {} cooldowns", name, before.cooldowns());
        }
        answered.increment();
        took(toEnd, reply.use(), cost);
    }

    void failed(boolean trial, ModelException reason, long afterMillis, TokenUse use, long cost) {
        int cooldowns = health.get().cooldowns();
        var after = health.updateAndGet(
                it -> it.failed(trial, reason.kind(), reason.retryAfter(), clock.millis(), cooldown));
        if (after.cooldowns() > cooldowns) {
            log.warn("Model {} is left alone for {} ms: {}", name, after.until() - clock.millis(), reason.getMessage());
        }
        failed.get(reason.kind()).increment();
        took(afterMillis, cost == 0 ? TokenUse.NONE : use, cost);
    }

    /** Gives a place back that was not used. */
    void left(boolean trial) {
        health.updateAndGet(it -> it.left(trial));
    }

    private void took(long time, TokenUse use, long cost) {
        millis.add(time);
        input.add(use.input());
        cachedInput.add(use.cachedInput());
        output.add(use.output());
        nanos.add(cost);
    }

    ModelsStatus.Model status() {
        var now = health.get();
        var failures = new EnumMap<ModelException.Kind, Long>(ModelException.Kind.class);
        failed.forEach((kind, count) -> failures.put(kind, count.sum()));
        return new ModelsStatus.Model(
                now.state(clock.millis()) == Health.State.READY,
                now.running(),
                answered.sum(),
                failures,
                millis.sum(),
                new TokenUse(input.sum(), cachedInput.sum(), output.sum()),
                nanos.sum());
    }
}
