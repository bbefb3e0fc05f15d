package dev.jetway.cluster.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedCassandra.class)
class EmbeddedCassandraTest {

    @TempDir
    Path data;

    @Test
    void itAnswersQueries(SharedCassandra shared) throws Exception {
        var row = shared.running()
                .session()
                .execute("SELECT release_version, data_center FROM system.local")
                .one();

        assertThat(row.getString("release_version")).startsWith("5.0.");
        assertThat(row.getString("data_center")).isEqualTo("eu");
    }

    @Test
    void itListensOnLoopbackOnly(SharedCassandra shared) throws Exception {
        List<String> open = List.of(
                hex(shared.running().cqlPort()),
                hex(shared.running().storagePort()),
                hex(shared.running().jmxPort()));

        List<String> listening;
        try (var lines = Files.lines(Path.of("/proc/net/tcp"))) {
            listening = lines.map(line -> line.trim().split("\\s+"))
                    .filter(fields -> fields.length > 3 && fields[3].equals("0A"))
                    .map(fields -> fields[1])
                    .filter(local -> open.contains(local.substring(9)))
                    .toList();
        }

        assertThat(listening).hasSize(3).allMatch(local -> local.startsWith("0100007F:"));
    }

    private static String hex(int port) {
        return String.format("%04X", port);
    }

    @Test
    void aFolderInUseIsRefusedNamingTheProcess(SharedCassandra shared) throws Exception {
        EmbeddedCassandra running = shared.running();
        Path folder = Path.of(ProcessHandle.of(running.pid())
                        .orElseThrow()
                        .info()
                        .arguments()
                        .map(arguments -> arguments[arguments.length - 1])
                        .orElseThrow())
                .getParent();

        assertRefused(folder, Map.of(), Reason.DATA_FOLDER_IN_USE, folder.toString(), "process " + running.pid());
    }

    @Test
    void aPortInUseIsNamedWithItsSetting() throws Exception {
        for (String key : List.of("cql-port", "storage-port", "jmx-port")) {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                assertRefused(
                        data,
                        Map.of(key, taken.getLocalPort()),
                        Reason.PORT_IN_USE,
                        "127.0.0.1:" + taken.getLocalPort(),
                        "jetway.cassandra.embedded." + key);
            }
        }
    }

    @Test
    void aJavaItDoesNotRunOnIsRefused() throws Exception {
        Path home = data.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");

        assertRefused(data, Map.of("java-home", home.toString()), Reason.WRONG_JAVA, "Java 25.0.1", "java-home");
        assertRefused(data, Map.of("java-home", data.toString()), Reason.WRONG_JAVA, "no bin/java");
    }

    @Test
    void aFullDiskIsRefused() {
        assertRefused(data, Map.of("min-free-disk", "100000 TiB"), Reason.DISK_FULL, "MiB are free", data.toString());
    }

    @Test
    void missingJarsAreRefusedWithTheCommandThatBuildsThem() {
        assertRefused(data, Map.of("libraries", data.toString()), Reason.LIBRARIES_MISSING, "mvn -pl");
    }

    @Test
    void anUnusableFolderIsRefused() throws Exception {
        Path file = Files.createFile(data.resolve("file"));

        assertRefused(file.resolve("data"), Map.of(), Reason.DATA_FOLDER_UNUSABLE, "jetway.cassandra.embedded.data");
    }

    @Test
    void aCassandraThatDiesAtStartTellsItsLastWords() {
        assertRefused(
                data,
                Map.of("jvm-options", List.of("-XX:NoSuchOption=1")),
                Reason.DIED_AT_START,
                "exit code 1",
                "NoSuchOption");
    }

    @Test
    void aStaleLockIsClearedAndALiveOneIsNot() throws Exception {
        DataFolderLock lock = new DataFolderLock(data);
        Files.writeString(lock.file(), "4194304 2026-01-01T00:00:00Z\n");

        lock.awaitFree(Duration.ZERO);

        assertThat(lock.file()).isEmptyFile();
    }

    @Test
    void itEndsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                        "-Dfile.encoding=UTF-8",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = parent.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("pid ")) {
                line = output.readLine();
            }
            assertThat(line).as("the child's process id").isNotNull();
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow();

            parent.destroyForcibly();

            child.onExit().get(60, TimeUnit.SECONDS);
        } finally {
            parent.destroyForcibly().waitFor();
        }
        new DataFolderLock(data).awaitFree(Duration.ZERO);
    }

    /** A parent to be killed. */
    static final class Launcher {
        public static void main(String[] arguments) throws Exception {
            EmbeddedCassandra cassandra = EmbeddedCassandra.start(settingsOf(Path.of(arguments[0])));
            System.out.println("pid " + cassandra.pid());
            System.in.read(); // until it is killed, or whoever started it is gone
        }

        private static EmbeddedCassandraSettings settingsOf(Path data) {
            return SharedCassandra.settings(data, Map.of());
        }
    }

    private static void assertRefused(Path data, Map<String, ?> changes, Reason reason, String... words) {
        assertThatThrownBy(() -> EmbeddedCassandra.start(SharedCassandra.settings(data, changes))
                        .close())
                .isInstanceOfSatisfying(CassandraStartException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused).hasMessageContainingAll(words);
                });
    }
}
