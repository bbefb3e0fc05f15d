package dev.jetway.mcp.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request on its way, until the last byte of its response. */
public final class HttpExchange {

    private final HttpCall call;
    private final ResponseListener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean cut;
    private volatile Channel channel;

    HttpExchange(HttpCall call, ResponseListener listener) {
        this.call = call;
        this.listener = listener;
    }

    /**
     * Closes the connection the response comes on; the listener learns of it as of any other break. Does
     * nothing once the response is over. May be called at any time, from any thread, and again.
     */
    public void cut() {
        cut = true;
        Channel carrying = channel;
        if (carrying != null) {
            carrying.pipeline().fireUserEventTriggered(this);
        }
    }

    HttpCall call() {
        return call;
    }

    boolean isCut() {
        return cut;
    }

    /** From now on the exchange is cut by way of this connection. */
    void startOn(Channel connection) {
        channel = connection;
    }

    void head(int status, HttpHeaders headers) {
        listener.head(status, headers);
    }

    void body(ByteBuf part) {
        listener.body(part);
    }

    void ended() {
        if (over.compareAndSet(false, true)) {
            listener.ended();
        }
    }

    void failed(Throwable cause, boolean sent) {
        if (over.compareAndSet(false, true)) {
            listener.failed(cause, sent);
        }
    }

    static IOException cutHere() {
        return new IOException("The response was cut on this side");
    }
}
