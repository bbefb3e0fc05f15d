package dev.jetway.runtime.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.cli.leash.Leashed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Pattern READY = Pattern.compile("ready (\\S+)");

    @TempDir
    private Path folder;

    private ChildProcess shell(String script) {
        return ChildProcess.start("part", List.of("/bin/sh", "-c", script), folder.resolve("part.log"), READY);
    }

    @Test
    void itIsReadyWhenItSaysSo() throws Exception {
        ChildProcess child = shell("echo getting there; echo ready here; read line; echo \"told $line\"");

        assertThat(child.ready().get(20, TimeUnit.SECONDS)).isEqualTo("here");
        child.tell("something\n");
        child.onExit().get(20, TimeUnit.SECONDS);
        assertThat(folder.resolve("part.log")).content().contains("getting there", "told something");
    }

    @Test
    void oneThatEndsTooEarlyIsReportedWithItsLastWords() throws Exception {
        ChildProcess child = shell("echo the disk is full; exit 3");

        assertThat(child.onExit().get(20, TimeUnit.SECONDS).getMessage())
                .contains("part ended with exit code 3", "the disk is full", "part.log");
        assertThat(child.ready()).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void itStopsWhenAskedAndIsKilledWhenItDoesNot() throws Exception {
        ChildProcess polite = shell("echo ready now; read line");
        polite.ready().get(20, TimeUnit.SECONDS);
        assertThat(polite.stop(Duration.ofSeconds(20))).isTrue();

        ChildProcess deaf = shell("trap '' TERM; echo ready now; while read line; do :; done");
        deaf.ready().get(20, TimeUnit.SECONDS);
        assertThat(deaf.stop(Duration.ofMillis(200))).isFalse();
        deaf.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void ctrlCDoesNotReachIt() throws Exception {
        ChildProcess child = shell("echo ready now; read line; echo still here");
        child.ready().get(20, TimeUnit.SECONDS);

        new ProcessBuilder("kill", "-INT", "" + child.pid()).start().waitFor();
        child.tell("go on\n");
        child.onExit().get(20, TimeUnit.SECONDS);
        assertThat(folder.resolve("part.log")).content().contains("still here");
    }

    @Test
    void aLeashedJvmEndsWithItsInputAndRunsItsShutdownHooks() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leashed.class.getName(),
                        Patient.class.getName(),
                        folder.resolve("bye").toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("waiting");

            process.getOutputStream().close();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("bye")).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Never ends by itself. */
    public static final class Patient {

        private Patient() {}

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(Path.of(arguments[0]))));
            System.out.println("waiting");
            Thread.currentThread().join();
        }

        private static void leave(Path file) {
            try {
                Files.createFile(file);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
