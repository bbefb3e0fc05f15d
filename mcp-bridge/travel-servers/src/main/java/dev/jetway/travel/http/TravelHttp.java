package dev.jetway.travel.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.jetway.travel.tools.ToolServer;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All servers on one port of the JDK's HTTP server. A call that hangs or is slow holds no thread. */
public final class TravelHttp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TravelHttp.class);
    private static final int WORKERS = 16;
    private static final int WAITING = 4_096;
    private static final int BACKLOG = 1_024;

    private final HttpServer http;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService timer;
    private final Optional<Drill> drill;
    private final List<McpStatelessSyncServer> started = new ArrayList<>();

    private TravelHttp(InetSocketAddress address, boolean faults) throws IOException {
        // Read once, when the JDK's server is first used: no delayed packets, and no connection closed under a
        // client that is about to use it again.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "4096");
        setIfAbsent("sun.net.httpserver.idleInterval", "3600");
        setIfAbsent("sun.net.httpserver.maxReqTime", "30");
        http = HttpServer.create(address, BACKLOG);
        workers = new ThreadPoolExecutor(
                WORKERS, WORKERS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), threads("travel-http-"));
        timer = Executors.newScheduledThreadPool(2, threads("travel-timer-"));
        drill = faults ? Optional.of(new Drill(timer)) : Optional.empty();
        http.setExecutor(workers);
    }

    /** @param bookings what {@code GET /drill/bookings} lists; only asked with {@code faults} */
    public static TravelHttp start(
            InetSocketAddress address,
            List<ToolServer> servers,
            byte[] tokenSecret,
            boolean faults,
            Supplier<List<?>> bookings)
            throws IOException {
        TravelHttp travel = new TravelHttp(address, faults);
        Tokens tokens = new Tokens(tokenSecret);
        McpJsonMapper json = new JacksonMcpJsonMapper(Responses.JSON);
        for (ToolServer server : servers) {
            McpEndpoint endpoint = new McpEndpoint(server, tokens, json, travel.drill);
            travel.started.add(server.start(endpoint, json, version()));
            travel.route("/" + server.name() + "/mcp", endpoint);
        }
        travel.route("/health", exchange -> {
            byte[] ok = "ok".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, ok.length);
            exchange.getResponseBody().write(ok);
            exchange.close();
        });
        travel.drill.ifPresent(drill -> {
            DrillRoutes routes = new DrillRoutes(drill, servers, bookings);
            travel.route("/faults", routes::faults);
            travel.route("/calls", routes::calls);
            travel.route("/drill/bookings", routes::bookings);
        });
        travel.http.start();
        return travel;
    }

    public InetSocketAddress address() {
        return http.getAddress();
    }

    @Override
    public void close() {
        drill.ifPresent(Drill::close);
        started.forEach(McpStatelessSyncServer::close);
        http.stop(0);
        workers.shutdown();
        timer.shutdownNow();
    }

    /** Whatever goes wrong is answered and logged: an exchange left open would look like a hang. */
    void route(String path, HttpHandler handler) {
        http.createContext(path, exchange -> {
            try {
                handler.handle(exchange);
            } catch (IOException e) {
                LOG.debug("A caller of {} went away", path, e);
                exchange.close();
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), path, e);
                failed(exchange);
            }
        });
    }

    private static void failed(HttpExchange exchange) {
        try {
            Responses.error(exchange, 500, "The server failed; its log says why");
        } catch (IOException e) {
            exchange.close();
        }
    }

    private static String version() {
        return Optional.ofNullable(TravelHttp.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static ThreadFactory threads(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
