package dev.jetway.mcp.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends our processes when we can't: a tiny shell that is told their ids, and that kills those which are left
 * when its input ends, as it does however this JVM ends. Started with the first process. Where there is no
 * {@code sh}, processes are ended in order only.
 *
 * <p>Safe for use by many threads. Blocks for as long as starting a shell takes.
 */
public final class ProcessGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessGuard.class);

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r what pid; do
              others=
              for known in $pids; do [ "$known" = "$pid" ] || others="$others $known"; done
              pids=$others
              [ "$what" = gone ] || pids="$pids $pid"
            done
            [ -n "$pids" ] || exit 0
            kill -TERM $pids 2>/dev/null
            sleep 1
            kill -KILL $pids 2>/dev/null
            """;

    private Process shell;
    private Writer orders;
    private boolean closed;

    synchronized void started(Process process) {
        tell("watch " + process.pid());
    }

    synchronized void ended(Process process) {
        tell("gone " + process.pid());
    }

    private void tell(String order) {
        if (closed) {
            return;
        }
        try {
            if (shell == null) {
                shell = new ProcessBuilder(List.of("sh", "-c", SCRIPT))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                orders = shell.outputWriter(StandardCharsets.US_ASCII);
            }
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            closed = true;
            LOG.warn("Tool servers that are processes would outlive this one if it were killed: {}", e.getMessage());
        }
    }

    /** Ends what is still watched, within about a second. Safe to repeat; does not wait. */
    @Override
    public synchronized void close() {
        closed = true;
        if (orders != null) {
            try {
                orders.close();
            } catch (IOException e) {
                LOG.debug("The guard of our processes has ended before", e);
            }
        }
    }
}
