package dev.jetway.mcp.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A secret that is kept in a file, and may be replaced there while the process runs. */
final class SecretFile {

    private static final Logger log = LoggerFactory.getLogger(SecretFile.class);

    private static final long MAX_BYTES = 16 << 10;

    private final Path file;
    private final String setting;
    private final Pattern shape;
    private final Executor blocking;
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private volatile String current;

    /**
     * Reads the secret, on the calling thread.
     *
     * @param setting what names the file, for errors
     * @param shape what the secret must look like
     * @param blocking reads it again later
     * @throws IllegalArgumentException if it cannot be read, or has another shape
     */
    SecretFile(Path file, String setting, Pattern shape, Executor blocking) {
        this.file = file;
        this.setting = setting;
        this.shape = shape;
        this.blocking = blocking;
        this.current = read();
    }

    private String read() {
        try {
            String text =
                    Files.size(file) > MAX_BYTES ? "" : Files.readString(file).strip();
            if (!shape.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "The file %s of setting %s holds no secret of the expected form".formatted(file, setting));
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read the file %s of setting %s".formatted(file, setting), e);
        }
    }

    /** As it was last read. */
    String current() {
        return current;
    }

    /** Reads it again, elsewhere; what was read last stands where that fails. */
    CompletionStage<String> reread() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        current = read();
                        unreadable.set(false);
                    } catch (IllegalArgumentException e) {
                        if (unreadable.compareAndSet(false, true)) {
                            log.warn("{}; what it held before stays in use", e.getMessage());
                        }
                    }
                    return current;
                },
                blocking);
    }
}
