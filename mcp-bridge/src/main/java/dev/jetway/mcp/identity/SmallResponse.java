package dev.jetway.mcp.identity;

import dev.jetway.mcp.http.ResponseListener;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Collects one response of bounded size. */
final class SmallResponse implements ResponseListener {

    private static final int MAX_BYTES = 64 << 10;

    /** A whole response. */
    record Received(int status, byte[] body) {}

    private final CompletableFuture<Received> received;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private boolean tooMuch;

    SmallResponse(CompletableFuture<Received> received) {
        this.received = received;
    }

    @Override
    public void head(int httpStatus, HttpHeaders headers) {
        status = httpStatus;
    }

    @Override
    public void body(ByteBuf part) {
        byte[] bytes = new byte[part.readableBytes()];
        part.readBytes(bytes);
        if (tooMuch || body.size() + bytes.length > MAX_BYTES) {
            tooMuch = true;
            received.completeExceptionally(new IOException("answered too much"));
        } else {
            body.writeBytes(bytes);
        }
    }

    @Override
    public void ended() {
        received.complete(new Received(status, body.toByteArray()));
    }

    @Override
    public void failed(Throwable cause, boolean sent) {
        received.completeExceptionally(
                new IOException(sent ? "broke off before its answer was complete" : "cannot be reached at the moment"));
    }
}
