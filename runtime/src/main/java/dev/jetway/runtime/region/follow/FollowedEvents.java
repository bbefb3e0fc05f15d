package dev.jetway.runtime.region.follow;

import akka.NotUsed;
import akka.persistence.query.EventEnvelope;
import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.javadsl.Source;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The events of one journal without an end: reads what there is, and reads on when there is news, or after a while
 * without.
 *
 * <p>News say up to which sequence number there are events. What was read already is no news. What a read did not find
 * is looked for again a few times: it may have been stored where it can't be read at this moment. There is one read at a
 * time, and it is as fast as whoever takes the events. One that fails, fails this.
 */
final class FollowedEvents extends GraphStage<SourceShape<EventEnvelope>> {

    private static final String TIMER = "look";

    private final Outlet<EventEnvelope> out = Outlet.create("followed");
    private final SourceShape<EventEnvelope> shape = SourceShape.of(out);
    private final long from;
    private final long to;
    private final LongFunction<Source<EventEnvelope, NotUsed>> read;
    private final Function<LongConsumer, Runnable> follow;
    private final List<Duration> retries;
    private final Supplier<Duration> untilTick;

    /**
     * @param to the last sequence number of interest
     * @param read the events there are from a sequence number on
     * @param follow adds a follower, see {@link Followers#add}
     * @param retries the waits before looking again for what there was news of
     * @param untilTick how long to wait without news
     */
    FollowedEvents(
            long from,
            long to,
            LongFunction<Source<EventEnvelope, NotUsed>> read,
            Function<LongConsumer, Runnable> follow,
            List<Duration> retries,
            Supplier<Duration> untilTick) {
        this.from = Math.max(1, from);
        this.to = to;
        this.read = read;
        this.follow = follow;
        this.retries = List.copyOf(retries);
        this.untilTick = untilTick;
    }

    @Override
    public SourceShape<EventEnvelope> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {

        private final AsyncCallback<Long> told = createAsyncCallback(this::onTold);
        private Runnable unfollow = () -> {};
        private long next = from;

        /** There are events up to this one. */
        private long expected;

        private boolean newsMeanwhile;
        private int retried;

        /** {@code null} between two reads. */
        private SubSinkInlet<EventEnvelope> reading;

        Logic() {
            super(shape);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    if (reading != null) {
                        reading.pull();
                    }
                }
            });
        }

        @Override
        public void preStart() {
            unfollow = follow.apply(told::invoke); // before the first read, or news in between would be missed
            read();
        }

        @Override
        public void postStop() {
            unfollow.run();
            if (reading != null) {
                reading.cancel();
            }
        }

        @Override
        public void onTimer(Object key) {
            read();
        }

        private void onTold(long upTo) {
            boolean look = upTo == Followers.LOOK;
            if (!look && upTo <= Math.max(expected, next - 1)) {
                return;
            }
            if (!look) {
                expected = upTo;
                retried = 0;
            }
            if (reading == null) {
                read();
            } else {
                newsMeanwhile = true;
            }
        }

        private void read() {
            cancelTimer(TIMER);
            newsMeanwhile = false;
            reading = new SubSinkInlet<>("read");
            reading.setHandler(new AbstractInHandler() {
                @Override
                public void onPush() {
                    var event = reading.grab();
                    next = event.sequenceNr() + 1;
                    push(out, event);
                }

                @Override
                public void onUpstreamFinish() {
                    reading = null;
                    onRead();
                }

                @Override
                public void onUpstreamFailure(Throwable failure) {
                    reading = null;
                    failStage(failure);
                }
            });
            read.apply(next).runWith(reading.sink(), subFusingMaterializer());
            if (isAvailable(out)) {
                reading.pull();
            }
        }

        private void onRead() {
            if (next > to) {
                completeStage();
            } else if (newsMeanwhile) {
                read();
            } else if (expected >= next && retried < retries.size()) {
                scheduleOnce(TIMER, retries.get(retried++));
            } else {
                expected = 0;
                scheduleOnce(TIMER, untilTick.get());
            }
        }
    }
}
