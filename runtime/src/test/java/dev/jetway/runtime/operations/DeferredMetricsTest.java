package dev.jetway.runtime.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.conversation.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredMetricsTest {

    private final DeferredMetrics deferred = new DeferredMetrics();
    private final Noted noted = new Noted();

    @Test
    void whatHappensBeforeThereIsAKeeperIsHandedOverOnceAndInOrder() {
        deferred.connections(1);
        deferred.connections(2);
        deferred.open(noted);
        deferred.connections(3);
        deferred.deliver();

        assertThat(noted.connections).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsHeldBackIsBounded() {
        for (int open = 0; open < DeferredMetrics.MAX_PENDING + 10; open++) {
            deferred.connections(open);
        }
        deferred.open(noted);

        assertThat(noted.connections).hasSize(DeferredMetrics.MAX_PENDING);
    }

    private static final class Noted implements NodeMetrics {
        private final List<Integer> connections = new ArrayList<>();

        @Override
        public void connections(int open) {
            connections.add(open);
        }

        @Override
        public void turnEnded(Outcome outcome, long millis) {}

        @Override
        public void toolCalled(String tool, ToolResult result, long nanos) {}

        @Override
        public void provenanceRefused(Risk risk) {}

        @Override
        public void openCases(int open, long oldestMillis) {}

        @Override
        public void commitmentEnded(CommitOutcome outcome) {}

        @Override
        public void slowConsumer() {}

        @Override
        public void messageJudged(Judgement judgement) {}
    }
}
