package dev.jetway.mcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads and child processes of this JVM at one moment, to be compared with those of a later one. */
record Footprint(Set<Thread> threads, Set<Long> children) {

    /** Pools that belong to the JVM: they grow to a fixed size when they are first used, and stay. */
    private static final Pattern OF_THE_JVM = Pattern.compile(
            "(ForkJoinPool\\.commonPool-|parallel-|boundedElastic-|CompletableFutureDelayScheduler|process reaper"
                    + "|globalEventExecutor|junit-|surefire|Attach Listener|JFR ).*");

    /** Pools of a fixed size that belong to the actor system, and the threads of the server under test. */
    private static final Pattern OF_A_SYSTEM = Pattern.compile(".*-akka\\..*|scripted-server");

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    static Footprint now() {
        return new Footprint(
                Set.copyOf(Thread.getAllStackTraces().keySet()),
                ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet()));
    }

    /** What is there now and was not then. */
    List<String> leftNow() {
        return left(OF_THE_JVM);
    }

    /** As {@link #leftNow}, while the actor system and the server still work. */
    List<String> leftWhileRunning() {
        return left(Pattern.compile(OF_THE_JVM.pattern() + "|" + OF_A_SYSTEM.pattern()));
    }

    private List<String> left(Pattern ignored) {
        Footprint now = now();
        Set<String> left = new TreeSet<>();
        for (Thread thread : now.threads) {
            if (!threads.contains(thread) && !ignored.matcher(thread.getName()).matches()) {
                left.add("thread " + thread.getName());
            }
        }
        for (Long child : now.children) {
            if (!children.contains(child)) {
                left.add("process " + child);
            }
        }
        return List.copyOf(left);
    }

    /** How many TCP sockets of this process lead to this port of this machine. None where there is no /proc. */
    static long socketsTo(int port) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        Set<String> ours = ourSockets();
        String suffix = ":%04X".formatted(port);
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc/self/net", table)))
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[2].endsWith(suffix) && ours.contains(columns[9]))
                .count();
    }

    private static Set<String> ourSockets() {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            descriptors.forEach(descriptor -> {
                var socket = SOCKET.matcher(target(descriptor));
                if (socket.matches()) {
                    inodes.add(socket.group(1));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table).stream().skip(1) : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
