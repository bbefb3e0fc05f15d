package dev.jetway.mcp.transport;

import dev.jetway.mcp.http.HttpExchange;
import dev.jetway.mcp.http.ResponseListener;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream on which a server says things that answer nothing: changed tools, above all. Opened once the
 * session stands; a server that offers none is left in peace. A stream that ends is reported, and opened
 * again where it ended, with growing pauses; so is one that could not be opened, and one that was cut here
 * because it said more than can be read.
 */
final class ListeningStream {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningStream.class);

    private static final long DEFAULT_RETRY_MILLIS = 1_000;
    private static final long MAX_RETRY_MILLIS = 30_000;
    private static final int MAX_DOUBLINGS = 5;

    /** Token refused, session gone, too slow, too often: none of them says that there is no such stream. */
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(401, 404, 408, 429);

    private final StreamableHttp connection;
    private final int maxEventBytes;
    private volatile HttpExchange open;
    private volatile boolean closed;
    private String lastEventId = "";
    private long retryMillis = DEFAULT_RETRY_MILLIS;
    private int failures;
    private int overruns;

    ListeningStream(StreamableHttp connection, int maxEventBytes) {
        this.connection = connection;
        this.maxEventBytes = maxEventBytes;
    }

    void open() {
        if (closed) {
            return;
        }
        Reader reader = new Reader();
        HttpExchange exchange = connection.listen(lastEventId, reader);
        open = exchange;
        if (closed || reader.overrun) {
            exchange.cut();
        }
    }

    void close() {
        closed = true;
        HttpExchange listening = open;
        if (listening != null) {
            listening.cut();
        }
    }

    /** One response; all of it happens on the I/O thread. */
    private final class Reader implements ResponseListener {

        private final EventStream events = new EventStream(maxEventBytes, this::event);
        private final InOrder messages = new InOrder(connection.executor());
        private boolean listening;
        private volatile boolean overrun;

        @Override
        public void head(int status, HttpHeaders headers) {
            listening = status / 100 == 2
                    && headers.get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("text/event-stream");
            if (listening) {
                failures = 0;
            } else if (status / 100 == 2 || status / 100 == 4 && !WORTH_ANOTHER_TRY.contains(status)) {
                close(); // it offers none
            }
        }

        @Override
        public void body(ByteBuf part) {
            if (!listening || overrun) {
                return;
            }
            try {
                events.feed(part);
            } catch (EventStream.TooLargeException e) {
                overrun(e.getMessage());
            }
        }

        private void event(String data) {
            if (!overrun && !messages.offer(() -> message(data))) {
                overrun("it sends faster than can be read");
            }
        }

        /** What is lost by this, whoever is told that the stream has ended asks for. */
        private void overrun(String how) {
            overrun = true;
            LOG.warn("The event stream of {} is cut, to be opened again later: {}", connection.url(), how);
            HttpExchange listening = open;
            if (listening != null) {
                listening.cut();
            }
        }

        private void message(String data) {
            try {
                connection.incoming(connection.json().parse(data), Optional.empty());
            } catch (IOException e) {
                LOG.debug("An event of {} is no JSON-RPC message", connection.url(), e);
            }
        }

        @Override
        public void ended() {
            reopen();
        }

        @Override
        public void failed(Throwable cause, boolean sent) {
            reopen();
        }

        private void reopen() {
            open = null;
            if (closed) {
                return;
            }
            connection.streamEnded();
            if (listening) {
                lastEventId = events.lastEventId().isEmpty() ? lastEventId : events.lastEventId();
                retryMillis = events.retryMillis() < 0 ? retryMillis : events.retryMillis();
            }
            overruns = overrun ? overruns + 1 : 0;
            int doublings = Math.min(Math.max(failures++, overruns), MAX_DOUBLINGS);
            long pause = Math.max(StreamableHttp.MIN_RETRY_MILLIS, retryMillis) << doublings;
            connection.after(Duration.ofMillis(Math.min(pause, MAX_RETRY_MILLIS)), ListeningStream.this::open);
        }
    }
}
