package dev.jetway.mcp.transport;

import dev.jetway.mcp.http.HttpExchange;
import dev.jetway.mcp.http.ResponseListener;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;

/** Keeps an exchange among the open ones of its session for as long as its response is read. */
final class TrackedReader implements ResponseListener {

    private final ResponseListener reader;
    private final Set<HttpExchange> open;
    private HttpExchange exchange;
    private boolean over;

    TrackedReader(ResponseListener reader, Set<HttpExchange> open) {
        this.reader = reader;
        this.open = open;
    }

    /** The response may be over by the time its exchange is known. */
    synchronized void started(HttpExchange started) {
        exchange = started;
        if (!over) {
            open.add(started);
        }
    }

    private synchronized void finish() {
        over = true;
        if (exchange != null) {
            open.remove(exchange);
        }
    }

    @Override
    public void head(int status, HttpHeaders headers) {
        reader.head(status, headers);
    }

    @Override
    public void body(ByteBuf part) {
        reader.body(part);
    }

    @Override
    public void ended() {
        finish();
        reader.ended();
    }

    @Override
    public void failed(Throwable cause, boolean sent) {
        finish();
        reader.failed(cause, sent);
    }
}
