package dev.jetway.mcp.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * Sends HTTP/1.1 requests over pooled connections. One I/O thread carries all of them, so a request costs no
 * hand-over between threads beyond its own; redirects are not followed, proxies not used, responses not
 * decompressed, and nothing is ever sent twice.
 *
 * <p>How many connections there are follows from how many requests run at once, which the callers bound.
 * Those that are not used are closed after 30 s. Safe for use by many threads; never blocks.
 */
public final class HttpPool implements AutoCloseable {

    private static final int MAX_LINE = 4 << 10;
    private static final int MAX_HEADERS = 32 << 10;
    private static final int MAX_CHUNK = 64 << 10;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** Where a connection leads. */
    record Origin(boolean secure, String host, int port) {
        static Origin of(URI url) {
            boolean secure = "https".equalsIgnoreCase(url.getScheme());
            int standard = secure ? HTTPS_PORT : HTTP_PORT;
            return new Origin(secure, url.getHost(), url.getPort() == -1 ? standard : url.getPort());
        }
    }

    private final EventLoopGroup io =
            new NioEventLoopGroup(1, new DefaultThreadFactory("jetway-mcp-io", true, Thread.NORM_PRIORITY));
    private final Map<Origin, Deque<Channel>> idle = new ConcurrentHashMap<>();
    private final Duration connectTimeout;
    private final Executor resolver;
    private final SslContext tls;

    /**
     * @param connectTimeout how long a TCP connection may take to come about, and then a TLS handshake
     * @param resolver looks up host names, and may block in doing so
     * @param trusted a PEM file of the only certificate authorities to trust; empty for the platform's
     * @throws IllegalArgumentException if that file cannot be used
     */
    public HttpPool(Duration connectTimeout, Executor resolver, Optional<Path> trusted) {
        this.connectTimeout = connectTimeout;
        this.resolver = resolver;
        this.tls = tls(trusted);
    }

    private static SslContext tls(Optional<Path> trusted) {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        try {
            trusted.ifPresent(file -> builder.trustManager(file.toFile()));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The certificates to trust cannot be read from %s: %s"
                            .formatted(trusted.map(Path::toString).orElse("the platform"), e.getMessage()),
                    e);
        }
    }

    /** Sends a request. Every outcome goes to the listener. */
    public HttpExchange send(HttpCall call, ResponseListener listener) {
        HttpExchange exchange = new HttpExchange(call, listener);
        Deque<Channel> waiting = idle.get(Origin.of(call.url()));
        Channel channel = waiting == null ? null : waiting.pollFirst();
        if (channel == null) {
            connect(exchange);
        } else {
            hand(exchange, channel);
        }
        return exchange;
    }

    /** A connection that closes at this moment takes nothing more: another one will do. */
    void hand(HttpExchange exchange, Channel channel) {
        try {
            channel.writeAndFlush(exchange).addListener(taken -> {
                if (!taken.isSuccess()) {
                    connect(exchange);
                }
            });
        } catch (RejectedExecutionException e) {
            exchange.failed(closed(e), false);
        }
    }

    /** Runs something on the I/O thread after a while. Never, if the pool is closed before. */
    public void after(Duration delay, Runnable task) {
        if (!io.isShuttingDown()) {
            io.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Sends an exchange of which nothing has been sent over a connection of its own. */
    void connect(HttpExchange exchange) {
        Origin origin = Origin.of(exchange.call().url());
        try {
            resolver.execute(() -> {
                try {
                    connect(exchange, origin, InetAddress.getByName(origin.host()));
                } catch (UnknownHostException e) {
                    exchange.failed(new UnknownHostException("the host name " + origin.host() + " is unknown"), false);
                } catch (RejectedExecutionException e) {
                    exchange.failed(closed(e), false);
                }
            });
        } catch (RejectedExecutionException e) {
            exchange.failed(closed(e), false);
        }
    }

    private void connect(HttpExchange exchange, Origin origin, InetAddress address) {
        if (io.isShuttingDown()) {
            throw new RejectedExecutionException("The HTTP client is closed");
        }
        new Bootstrap()
                .group(io)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel, origin);
                    }
                })
                .connect(new InetSocketAddress(address, origin.port()))
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        secured(exchange, connected.channel());
                    } else {
                        exchange.failed(unreachable(connected.cause()), false);
                    }
                });
    }

    private void prepare(Channel channel, Origin origin) {
        if (origin.secure()) {
            SslHandler handler = tls.newHandler(channel.alloc(), origin.host(), origin.port());
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            handler.setHandshakeTimeoutMillis(connectTimeout.toMillis());
            channel.pipeline().addLast(handler);
        }
        channel.pipeline()
                .addLast(
                        new HttpClientCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK),
                        new IdleStateHandler(0, 0, IDLE.toMillis(), TimeUnit.MILLISECONDS),
                        new ExchangeHandler(this, origin));
    }

    /** Nothing is sent before the other side has proved who it is. */
    private void secured(HttpExchange exchange, Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            hand(exchange, channel);
            return;
        }
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                hand(exchange, channel);
            } else {
                channel.close();
                exchange.failed(done.cause(), false);
            }
        });
    }

    void giveBack(Origin origin, Channel channel) {
        idle.computeIfAbsent(origin, any -> new ConcurrentLinkedDeque<>()).offerFirst(channel);
    }

    void forget(Origin origin, Channel channel) {
        Deque<Channel> waiting = idle.get(origin);
        if (waiting != null) {
            waiting.remove(channel);
        }
    }

    /** How many connections to an address wait to be used again. */
    int idle(URI url) {
        Deque<Channel> waiting = idle.get(Origin.of(url));
        return waiting == null ? 0 : waiting.size();
    }

    private static Throwable unreachable(Throwable cause) {
        return cause instanceof ConnectException
                ? cause
                : new ConnectException(String.valueOf(cause.getMessage())).initCause(cause);
    }

    private static Throwable closed(RejectedExecutionException cause) {
        return new ConnectException("The HTTP client is closed").initCause(cause);
    }

    /** Cuts every connection and refuses new ones. Safe to repeat; does not wait. */
    @Override
    public void close() {
        io.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
