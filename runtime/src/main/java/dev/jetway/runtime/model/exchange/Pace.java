package dev.jetway.runtime.model.exchange;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import dev.jetway.agents.model.ModelException.Kind;
import java.time.Duration;

/**
 * Fails a stream that is silent for too long: before its first element, or between two. One timer that looks how late it
 * is, not one per element.
 */
final class Pace<T> extends GraphStage<FlowShape<T, T>> {

    private final Inlet<T> in = Inlet.create("Pace.in");
    private final Outlet<T> out = Outlet.create("Pace.out");
    private final FlowShape<T, T> shape = FlowShape.of(in, out);
    private final Duration first;
    private final Duration between;

    Pace(Duration first, Duration between) {
        this.first = first;
        this.between = between;
    }

    @Override
    public FlowShape<T, T> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {

        private boolean begun;
        private long due;

        private Logic() {
            super(shape);
            setHandlers(in, out, new AbstractInOutHandler() {
                @Override
                public void onPush() {
                    begun = true;
                    due = System.nanoTime() + between.toNanos();
                    push(out, grab(in));
                }

                @Override
                public void onPull() {
                    pull(in);
                }
            });
        }

        @Override
        public void preStart() {
            due = System.nanoTime() + first.toNanos();
            var shorter = first.compareTo(between) < 0 ? first : between;
            scheduleOnce("late", shorter);
        }

        @Override
        public void onTimer(Object key) {
            long left = due - System.nanoTime();
            if (left > 0) {
                scheduleOnce(key, Duration.ofNanos(left));
                return;
            }
            var silent = begun
                    ? "fell silent for %d ms in the middle".formatted(between.toMillis())
                    : "said nothing for %d ms".formatted(first.toMillis());
            failStage(AttemptFailedException.forGood(Kind.TIMED_OUT, silent));
        }
    }
}
