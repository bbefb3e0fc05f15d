package dev.jetway.mcp.transport;

import dev.jetway.mcp.http.HttpExchange;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A request that waits for its answer. The first answer counts; whatever comes later is ignored. */
public final class PendingRequest {

    private final String id;
    private final String method;
    private final Caller caller;
    private final Consumer<Answer> whenAnswered;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile HttpExchange exchange;

    PendingRequest(String id, String method, Caller caller, Consumer<Answer> whenAnswered) {
        this.id = id;
        this.method = method;
        this.caller = caller;
        this.whenAnswered = whenAnswered;
    }

    /** Something that has no answer; it is told whether the server took it in. */
    static PendingRequest notice(Caller caller, Consumer<Answer> whenTaken) {
        return new PendingRequest("", "", caller, whenTaken);
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

    boolean isAnswered() {
        return answered.get();
    }

    /** The response that is read for the answer now. */
    void readFrom(HttpExchange response) {
        exchange = response;
        if (answered.get()) {
            response.cut();
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
        HttpExchange open = exchange;
        if (open != null) {
            open.cut();
        }
    }
}
