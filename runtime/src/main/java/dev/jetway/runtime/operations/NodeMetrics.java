package dev.jetway.runtime.operations;

import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.coordination.TurnMetrics;
import dev.jetway.runtime.gateway.GatewayMetrics;

/** All that a node counts as it happens. Safe for many threads; never blocks or throws. */
public interface NodeMetrics extends TurnMetrics, GatewayMetrics {

    void commitmentEnded(CommitOutcome outcome);
}
