package dev.jetway.loadtests.idle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What is on another JVM's heap after a full collection.
 *
 * @param bytes everything that is reachable
 * @param instances how many objects of the class that was asked for
 */
public record HeapCensus(long bytes, long instances) {

    /** Asks the JVM with {@code jcmd}, which collects first. Blocks for as long as that takes. */
    public static HeapCensus take(long pid, String className) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return parse(text, className);
    }

    /** @throws IOException when the text is no class histogram, with the text */
    static HeapCensus parse(String histogram, String className) throws IOException {
        long bytes = -1;
        long instances = 0;
        for (var line : histogram.lines().toList()) {
            var fields = line.strip().split("\\s+");
            if (fields.length >= 3 && fields[0].equals("Total")) {
                bytes = Long.parseLong(fields[2]);
            } else if (fields.length >= 4 && fields[3].equals(className)) {
                instances = Long.parseLong(fields[1]);
            }
        }
        if (bytes < 0) {
            throw new IOException("jcmd gave no histogram: " + histogram.strip());
        }
        return new HeapCensus(bytes, instances);
    }
}
