package dev.jetway.mcp.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Reads one response. Called by the I/O thread, which serves every other response too: must not block, nor
 * do more than move bytes. {@link #ended} or {@link #failed} comes exactly once, as the last of all.
 */
public interface ResponseListener {

    void head(int status, HttpHeaders headers);

    /** @param part the next bytes of the body, valid during this call only */
    void body(ByteBuf part);

    void ended();

    /**
     * The rest, or all, of the response will not come: the connection broke, could not be made, or was cut.
     *
     * @param sent false if the request surely never left
     */
    void failed(Throwable cause, boolean sent);
}
