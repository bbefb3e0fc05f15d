package dev.jetway.runtime.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a child process says: in a file with one predecessor, and its last lines at hand. */
final class LogFile implements AutoCloseable {
    private static final long LIMIT_CHARS = 20L << 20;
    private static final int LAST_LINES = 12;
    private static final int LINE_CHARS = 400;

    private final Path file;
    private final Deque<String> last = new ArrayDeque<>();
    private Writer writer;
    private long written;

    LogFile(Path file) {
        this.file = file;
        begin();
    }

    private void begin() {
        try {
            if (Files.exists(file)) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            written = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void add(String line) throws IOException {
        if (written > LIMIT_CHARS) {
            writer.close();
            begin();
        }
        writer.write(line);
        writer.write('\n');
        writer.flush();
        written += line.length() + 1;
        if (last.size() == LAST_LINES) {
            last.removeFirst();
        }
        last.addLast(line.length() > LINE_CHARS ? line.substring(0, LINE_CHARS) + "…" : line);
    }

    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    Path file() {
        return file;
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
