package dev.jetway.mcp.server;

import java.util.concurrent.atomic.LongAdder;

/** What became of the calls to one server since the bridge was started. */
final class CallCounts {

    private final LongAdder answered = new LongAdder();
    private final LongAdder refusedByTool = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder retried = new LongAdder();

    void answered() {
        answered.increment();
    }

    void refusedByTool() {
        refusedByTool.increment();
    }

    void failed() {
        failed.increment();
    }

    void timedOut() {
        timedOut.increment();
    }

    void rejected() {
        rejected.increment();
    }

    void retried() {
        retried.increment();
    }

    ServerStatus.Counts snapshot() {
        return new ServerStatus.Counts(
                answered.sum(), refusedByTool.sum(), failed.sum(), timedOut.sum(), rejected.sum(), retried.sum());
    }
}
