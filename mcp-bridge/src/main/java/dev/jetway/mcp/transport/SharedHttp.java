package dev.jetway.mcp.transport;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The one HTTP client behind every MCP connection of a node. The SDK would build a client, with threads of
 * its own, per transport.
 */
public final class SharedHttp {

    private final HttpClient client;

    /**
     * @param executor runs the callbacks of all responses; nothing run on it blocks
     * @param connectTimeout how long a TCP or TLS connection may take to come about
     */
    public SharedHttp(Executor executor, Duration connectTimeout) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(executor)
                .build();
    }

    /** A view of this client for one connection: its responses can be cut, one by one or all at once. */
    public PeerHttp newPeer() {
        return new PeerHttp(client);
    }

    /** A builder that builds {@code built} whatever it is asked for. */
    static HttpClient.Builder builderOf(HttpClient built) {
        return new HttpClient.Builder() {
            @Override
            public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
                return this;
            }

            @Override
            public HttpClient.Builder connectTimeout(Duration duration) {
                return this;
            }

            @Override
            public HttpClient.Builder sslContext(SSLContext sslContext) {
                return this;
            }

            @Override
            public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
                return this;
            }

            @Override
            public HttpClient.Builder executor(Executor executor) {
                return this;
            }

            @Override
            public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
                return this;
            }

            @Override
            public HttpClient.Builder version(HttpClient.Version version) {
                return this;
            }

            @Override
            public HttpClient.Builder priority(int priority) {
                return this;
            }

            @Override
            public HttpClient.Builder proxy(ProxySelector proxySelector) {
                return this;
            }

            @Override
            public HttpClient.Builder authenticator(Authenticator authenticator) {
                return this;
            }

            @Override
            public HttpClient build() {
                return built;
            }
        };
    }
}
