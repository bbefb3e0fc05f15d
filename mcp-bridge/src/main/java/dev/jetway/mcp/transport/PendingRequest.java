package dev.jetway.mcp.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A request that waits for its answer. The first answer counts; whatever comes later is ignored. */
public final class PendingRequest {

    private final String id;
    private final String method;
    private final Caller caller;
    private final Meanwhile meanwhile;
    private final Consumer<Answer> whenAnswered;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile Runnable cut = () -> {};

    PendingRequest(String id, String method, Caller caller, Meanwhile meanwhile, Consumer<Answer> whenAnswered) {
        this.id = id;
        this.method = method;
        this.caller = caller;
        this.meanwhile = meanwhile;
        this.whenAnswered = whenAnswered;
    }

    /** Something that has no answer; it is told whether the server took it in. */
    static PendingRequest notice(Caller caller, Consumer<Answer> whenTaken) {
        return new PendingRequest("", "", caller, Meanwhile.NOTHING, whenTaken);
    }

    String id() {
        return id;
    }

    /** Whether there is nothing to wait for but that the server takes it in. */
    boolean isNotice() {
        return id.isEmpty();
    }

    String method() {
        return method;
    }

    Caller caller() {
        return caller;
    }

    /** Who hears what the server says before it answers. */
    Meanwhile meanwhile() {
        return meanwhile;
    }

    boolean isAnswered() {
        return answered.get();
    }

    /** What to do, from now on, when nobody waits for the answer any more. */
    void whenCut(Runnable action) {
        cut = action;
        if (answered.get()) {
            action.run();
        }
    }

    /** True for the first answer only. */
    boolean complete(Answer answer) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        whenAnswered.accept(answer);
        return true;
    }

    void cut() {
        cut.run();
    }
}
