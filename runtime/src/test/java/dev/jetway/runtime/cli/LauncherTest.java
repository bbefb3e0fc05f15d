package dev.jetway.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code jetway} with a Java that writes down how it was started, in a folder whose name has spaces. */
class LauncherTest {

    private static final int WHOLE = 40_000_001;

    @TempDir
    Path folder;

    private Path home;
    private Path jdk;
    private Path archives;
    private Path archive;

    @BeforeEach
    void anInstallation() throws IOException {
        home = Files.createDirectories(folder.resolve("my own jetway"));
        jdk = Files.createDirectories(folder.resolve("some jdk"));
        Files.copy(Path.of("..", "jetway"), home.resolve("jetway"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(home.resolve("runtime/target/lib"));
        archives = Files.createDirectories(home.resolve("runtime/target/launcher/archives"));
        archive = archives.resolve("node-17.0.9.jsa");
        Files.createFile(home.resolve("runtime/target/launcher/built"));
        Files.setLastModifiedTime(
                home.resolve("runtime/target/lib"), FileTime.from(Instant.now().minusSeconds(60)));
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        java("true");
    }

    @Test
    void aNodeWritesAnArchiveOfItsClassesAndTheNextOneUsesIt() throws Exception {
        Path written = written(started("node"));
        sized(written, WHOLE);

        assertThat(started("node")).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(written).doesNotExist();
        assertThat(archive).hasSize(WHOLE);
        assertThat(started("node")).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void anArchiveThatWasCutShortIsThrownAway() throws Exception {
        Path small = written(started("node"));
        sized(small, 10);
        Path next = written(started("node"));
        assertThat(small).doesNotExist();

        java("case $1 in -Xshare:on) false ;; *) true ;; esac"); // what the JVM says of one it can't read
        sized(next, WHOLE);
        written(started("node"));
        assertThat(next).doesNotExist();
        assertThat(archive).doesNotExist();
    }

    @Test
    void anArchiveIsLeftAloneWhileTheProcessThatWritesItLives() throws Exception {
        Path others =
                archives.resolve("node-17.0.9.jsa." + ProcessHandle.current().pid());
        sized(others, WHOLE);

        written(started("node"));
        assertThat(others).exists();
    }

    @Test
    void anArchiveOfOlderJarsIsMadeAnew() throws Exception {
        sized(archive, WHOLE);
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(120)));

        written(started("node"));
        assertThat(archive).doesNotExist();
    }

    @Test
    void anInstallationWithoutAFolderForArchivesGoesWithout() throws Exception {
        Files.delete(archives);

        assertThat(started("node")).noneMatch(option -> option.contains("Archive"));
    }

    @Test
    void helpAndOtherCommandsNeitherWriteNorUseOne() throws Exception {
        sized(archive, WHOLE);
        assertThat(started("chat")).noneMatch(option -> option.contains("Archive"));
        Files.delete(archive);

        assertThat(started("node", "--help")).noneMatch(option -> option.contains("Archive"));
    }

    @Test
    void agentsOfOnesOwnJoinTheClassPathAndHaveAnArchiveOfTheirOwn() throws Exception {
        sized(archive, WHOLE);
        var own = started(Map.of("JETWAY_AGENTS", "/opt/my agents.jar"), "node");

        assertThat(own).contains(home.resolve("runtime/target/lib") + "/*:/opt/my agents.jar");
        assertThat(written(own).getFileName().toString()).matches("node-17\\.0\\.9-\\d+\\.jsa\\.\\d+");
    }

    @Test
    void anEvaluationSeesAgentsOfOnesOwnAndHasRoom() throws Exception {
        assertThat(started(Map.of("JETWAY_AGENTS", "/opt/my agents.jar"), "eval"))
                .contains(home.resolve("runtime/target/lib") + "/*:/opt/my agents.jar", "-Xmx512m")
                .noneMatch(option -> option.contains("Archive") || option.contains("TieredStopAtLevel"));
    }

    @Test
    void anArchiveOfOlderAgentsIsMadeAnew() throws Exception {
        Path agents = Files.createFile(folder.resolve("my agents.jar"));
        var environment = Map.of("JETWAY_AGENTS", "/nowhere.jar:" + agents);
        sized(written(started(environment, "node")), WHOLE);
        assertThat(started(environment, "node")).anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));

        Files.setLastModifiedTime(agents, FileTime.from(Instant.now().plusSeconds(60)));

        written(started(environment, "node"));
    }

    /** The file this start was told to write its archive to. */
    private static Path written(List<String> options) {
        String option = "-XX:ArchiveClassesAtExit=";
        assertThat(options).anyMatch(it -> it.startsWith(option));
        return options.stream()
                .filter(it -> it.startsWith(option))
                .map(it -> Path.of(it.substring(option.length())))
                .findFirst()
                .orElseThrow();
    }

    private static void sized(Path file, int size) throws IOException {
        Files.write(file, new byte[size]);
    }

    /** What the JVM was started with. */
    private List<String> started(String... arguments) throws Exception {
        return started(Map.of(), arguments);
    }

    private List<String> started(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("jetway").toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().remove("JETWAY_AGENTS");
        process.environment().putAll(environment);
        process.environment().putAll(Map.of("JAVA_HOME", jdk.toString(), "JETWAY_BUILD", "never"));
        var running = process.start();
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output);
    }

    private void java(String result) throws IOException {
        Path java = jdk.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n" + result + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
