package dev.jetway.loadtests.callcost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * In which code a call's time is spent, from the samples of a Java flight recording. It sees Java code and what
 * the kernel does for it in a socket's name, not the compiler or the garbage collector.
 */
final class WhereItGoes {

    private static final String EXECUTES = "jdk.ExecutionSample";
    private static final String IN_THE_KERNEL = "jdk.NativeMethodSample";

    /** Whose work it is. A sample belongs to the first of these that is found from the top of its stack down. */
    enum Area {
        SCHEMAS("checks against the schemas", "com.networknt.", "dev.jetway.mcp.policy."),
        JSON("JSON, reading and writing", "com.fasterxml."),
        HTTP("HTTP and sockets", "io.netty.", "dev.jetway.mcp.http.", "sun.nio.", "java.nio.channels."),
        GUARDS("breaker", "io.github.resilience4j."),
        TIMERS("time-outs and dispatcher", "akka."),
        BRIDGE("the bridge's own code", "dev.jetway.mcp."),
        ELSE("everything else", "");

        private final String words;
        private final List<String> packages;

        Area(String words, String... packages) {
            this.words = words;
            this.packages = List.of(packages);
        }

        String words() {
            return words;
        }

        private boolean has(String type) {
            return packages.stream().anyMatch(type::startsWith);
        }
    }

    /** The bridge reads and checks in one go, and what a library does for a check is part of it. */
    static Area of(List<String> typesFromTheTop) {
        if (typesFromTheTop.stream().anyMatch(Area.SCHEMAS::has)) {
            return Area.SCHEMAS;
        }
        return typesFromTheTop.stream()
                .flatMap(type -> area(type).stream())
                .findFirst()
                .orElse(Area.ELSE);
    }

    private static Optional<Area> area(String type) {
        return Stream.of(Area.values())
                .filter(area -> area != Area.ELSE && area.has(type))
                .findFirst();
    }

    private WhereItGoes() {}

    /** What is to be watched. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** The share of each area in the samples that were taken. */
    static Map<Area, Double> during(Work work) throws IOException, InterruptedException {
        Path file = Files.createTempFile("call-cost", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EXECUTES).withPeriod(Duration.ofMillis(10));
            recording.enable(IN_THE_KERNEL).withPeriod(Duration.ofMillis(10));
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return shares(RecordingFile.readAllEvents(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Map<Area, Double> shares(List<RecordedEvent> events) {
        Map<Area, Double> shares = new EnumMap<>(Area.class);
        List<List<String>> stacks = events.stream()
                .filter(event -> event.getEventType().getName().equals(EXECUTES) || movesBytes(stack(event)))
                .map(WhereItGoes::stack)
                .filter(stack -> !stack.isEmpty())
                .toList();
        for (List<String> stack : stacks) {
            shares.merge(of(stack), 1.0 / stacks.size(), Double::sum);
        }
        return shares;
    }

    /** Threads in the kernel are sampled alike when they work there and when they wait for something to do. */
    private static boolean movesBytes(List<String> stack) {
        return !stack.isEmpty()
                && stack.get(0).startsWith("sun.nio.ch.")
                && !stack.get(0).startsWith("sun.nio.ch.EPoll");
    }

    private static List<String> stack(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        return trace == null
                ? List.of()
                : trace.getFrames().stream()
                        .filter(RecordedFrame::isJavaFrame)
                        .map(frame -> frame.getMethod().getType())
                        .map(RecordedClass::getName)
                        .toList();
    }
}
