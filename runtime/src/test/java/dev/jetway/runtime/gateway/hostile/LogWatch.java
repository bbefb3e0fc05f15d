package dev.jetway.runtime.gateway.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Warnings and errors that were logged: what a client sends must be able to cause none. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Logger ROOT =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    static LogWatch begin() {
        var watch = new LogWatch();
        watch.setContext(ROOT.getLoggerContext());
        watch.start();
        ROOT.addAppender(watch);
        return watch;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            var thrown = event.getThrowableProxy();
            complaints.add("%s %s: %s%s"
                    .formatted(
                            event.getLevel(),
                            event.getLoggerName(),
                            event.getFormattedMessage(),
                            thrown == null ? "" : " (%s: %s)".formatted(thrown.getClassName(), thrown.getMessage())));
        }
    }

    /** Those since the beginning. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        ROOT.detachAppender(this);
        stop();
    }
}
