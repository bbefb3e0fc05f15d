package dev.jetway.mcp.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.Map;

/**
 * One HTTP request.
 *
 * @param url an absolute http or https address
 * @param headers beside {@code Host} and {@code Content-Length}, which are added
 * @param body empty for none; must not be changed afterwards
 */
public record HttpCall(HttpMethod method, URI url, Map<String, String> headers, byte[] body) {

    private static final byte[] NOTHING = {};

    public static HttpCall get(URI url, Map<String, String> headers) {
        return new HttpCall(HttpMethod.GET, url, headers, NOTHING);
    }

    public static HttpCall post(URI url, Map<String, String> headers, byte[] body) {
        return new HttpCall(HttpMethod.POST, url, headers, body);
    }

    public static HttpCall delete(URI url, Map<String, String> headers) {
        return new HttpCall(HttpMethod.DELETE, url, headers, NOTHING);
    }

    FullHttpRequest encoded() {
        DefaultHttpHeaders encoded = new DefaultHttpHeaders();
        encoded.set(HttpHeaderNames.HOST, url.getRawAuthority());
        headers.forEach(encoded::set);
        if (body.length > 0 || method.equals(HttpMethod.POST)) {
            encoded.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                method,
                target(),
                Unpooled.wrappedBuffer(body),
                encoded,
                new DefaultHttpHeaders());
    }

    private String target() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
