package dev.jetway.runtime.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/** Keeps the stack traces that a person at a terminal should not have to look at. */
final class ErrorLog {
    private static final long LIMIT_BYTES = 1L << 20;

    private ErrorLog() {}

    /** Where it was written, or nothing when the disk would not take it. */
    static Optional<Path> write(Exception error) {
        Path file = DataFolder.DEFAULT.resolve("logs").resolve("errors.log");
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) > LIMIT_BYTES) {
                Files.delete(file);
            }
            Files.writeString(file, Instant.now() + " " + text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
