package dev.jetway.runtime.region.primary;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import dev.jetway.runtime.commitment.Authority;
import dev.jetway.runtime.region.primary.PrimaryRegister.Answer;
import dev.jetway.runtime.region.primary.PrimaryRegister.Command;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where the primary is, as this node knows it, and the leave to act that its region's register gives. Thread-safe. */
public final class Primary implements Authority {

    /** A register that is just being loaded may take a while. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** For what comes before the call: the way to the register and back, and storing that it is about to leave. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final RecipientRef<Command> register;
    private final Scheduler scheduler;
    private final Duration lease;
    private final LongSupplier nanos;
    private final AtomicReference<PrimaryMoved> latest;
    private volatile Supplier<Optional<List<PrimaryMoved>>> heard = Optional::empty;

    /**
     * @param register of this region
     * @param configured the primary as long as none was moved
     * @param lease how long leave lasts, as the register was told
     */
    public Primary(
            RecipientRef<Command> register,
            Scheduler scheduler,
            String configured,
            Duration lease,
            LongSupplier nanos) {
        this.register = register;
        this.scheduler = scheduler;
        this.lease = lease;
        this.nanos = nanos;
        this.latest = new AtomicReference<>(PrimaryMoved.configured(configured));
    }

    /**
     * With a register of its own kind among the entities of this region's cluster.
     *
     * @param call how long one call may take that leave is given for
     */
    public static Primary of(ActorSystem<?> system, String region, String configured, Duration call) {
        var lease = call.plus(MARGIN);
        var sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(
                PrimaryRegister.TYPE_KEY,
                entity -> PrimaryRegister.create(
                        entity.getEntityId(), configured, lease, Clock.systemUTC(), System::nanoTime)));
        return new Primary(
                sharding.entityRefFor(PrimaryRegister.TYPE_KEY, region),
                system.scheduler(),
                configured,
                lease,
                System::nanoTime);
    }

    /**
     * Tells where to find what the other regions said last.
     *
     * @param said empty while some of them may not have been heard yet; no leave is given then
     */
    public void listenTo(Supplier<Optional<List<PrimaryMoved>>> said) {
        heard = said;
    }

    /** As far as this node knows; the register may know better. */
    public PrimaryMoved latest() {
        return latest.get();
    }

    /** How long leave lasts: nobody has to wait longer for a step-down. */
    public Duration lease() {
        return lease;
    }

    /** What the register knows. @param limit how long it may take */
    public CompletionStage<PrimaryMoved> read(Duration limit) {
        return hear(List.of(), limit);
    }

    /** Has the register record what counts more than what it knows. */
    public CompletionStage<PrimaryMoved> hear(PrimaryMoved moved) {
        return hear(List.of(moved), LIMIT);
    }

    private CompletionStage<PrimaryMoved> hear(List<PrimaryMoved> moves, Duration limit) {
        return ask(replyTo -> new PrimaryRegister.Hear(moves, replyTo), limit);
    }

    /** Ends when nobody acts in this region any more. Fails with a sentence when it can't be done. */
    public CompletionStage<PrimaryMoved> stepDown(PrimaryMoved wanted) {
        return ask(replyTo -> new PrimaryRegister.StepDown(wanted, replyTo), lease.plus(LIMIT));
    }

    /** Makes this region the primary, whatever the one before does. */
    public CompletionStage<PrimaryMoved> force(PrimaryMoved wanted) {
        return ask(replyTo -> new PrimaryRegister.Force(wanted, replyTo), LIMIT);
    }

    @Override
    public CompletionStage<Leave> leave() {
        var said = heard.get();
        if (said.isEmpty()) {
            return refused("This region asks the others first whether it is still the primary");
        }
        var name = UUID.randomUUID().toString();
        long asked = nanos.getAsLong(); // the register counts from later on
        return ask(replyTo -> new PrimaryRegister.AskLeave(name, said.get(), replyTo), LIMIT)
                .thenApply(under -> new Lease(name, under, asked));
    }

    private CompletionStage<PrimaryMoved> ask(Function<ActorRef<Answer>, Command> question, Duration limit) {
        return AskPattern.<Command, Answer>ask(register, question::apply, limit, scheduler)
                .thenCompose(answer -> {
                    latest.accumulateAndGet(
                            answer.latest(), (before, told) -> told.term() >= before.term() ? told : before);
                    return answer.refused() == null
                            ? CompletableFuture.completedStage(answer.latest())
                            : refused(answer.refused());
                });
    }

    private static <T> CompletionStage<T> refused(String why) {
        return CompletableFuture.failedStage(new IllegalStateException(why));
    }

    private final class Lease implements Leave {
        private final String name;
        private final PrimaryMoved under;
        private final long asked;

        private Lease(String name, PrimaryMoved under, long asked) {
            this.name = name;
            this.under = under;
            this.asked = asked;
        }

        @Override
        public long term() {
            return under.term();
        }

        @Override
        public long since() {
            return under.at();
        }

        @Override
        public boolean covers(Duration time) {
            return nanos.getAsLong() - asked + time.toNanos() < lease.toNanos();
        }

        @Override
        public void giveBack() {
            register.tell(new PrimaryRegister.GiveBack(name));
        }
    }
}
