package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.mcp.trust.Descriptor;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.mcp.trust.ServerPins;
import dev.jetway.runtime.cli.Installation;
import dev.jetway.runtime.cli.JetwayCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jetway tools lock} and {@code diff}, before the real travel servers. */
class ToolsLockTest {

    private static final Path SHIPPED = new Installation(Path.of("..")).travelLock();

    @TempDir
    private static Path common;

    private static Path secret;
    private static TravelBackEnd travel;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        secret = Files.writeString(common.resolve("secret"), Base64.getEncoder().encodeToString(new byte[32]));
        travel = TravelBackEnd.start(common, secret);
    }

    @AfterAll
    static void stop() {
        travel.close();
    }

    private int tools(String command, Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "tools",
                command,
                "--data=" + folder,
                "--set=jetway.travel.url=" + travel.url(),
                "--set=jetway.mcp.identity.secret-file=" + secret));
        if (file != null) {
            arguments.add("--file=" + file);
        }
        arguments.addAll(List.of(more));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void theTravelServersAreAsTheirLockFileSays() {
        int exit = tools("diff", SHIPPED);

        assertThat(exit).as("""
                        The travel servers describe their tools differently from mcp-bridge/travel-servers/tools.lock.
                        If that is as it should be, run './jetway up', then './jetway tools lock' beside it, and commit the file.
                        %s%s""", out, err).isZero();
        assertThat(out.toString()).startsWith("Nothing differs from ");
    }

    @Test
    void whatServersSayIsWrittenOnceAndNothingDiffersThen() throws IOException {
        Path file = folder.resolve("tools.lock");

        assertThat(tools("lock", file)).isZero();
        assertThat(out.toString())
                .contains("added    flights.search\n", "added    flights (instructions)\n")
                .contains("16 tools of 6 servers are locked in " + file
                        + ". Nodes read it when they start, and on 'jetway tools reload'.");
        assertThat(Files.readString(file)).isEqualTo(Files.readString(SHIPPED));
        assertThat(tools("diff", file)).isZero();
        assertThat(tools("lock", file)).isZero();
        assertThat(out.toString()).isEqualTo("16 tools of 6 servers are locked in %s, as before.\n".formatted(file));
    }

    /** As if all servers had changed since this file was written. */
    private Path outdated() throws IOException {
        var servers = new TreeMap<>(LockFile.read(SHIPPED).servers());
        var flights = new TreeMap<>(servers.get("flights").tools());
        ObjectNode search = flights.get("search").json().deepCopy();
        flights.put("search", Descriptor.of(search.put("description", "Finds buses")));
        flights.put("sell", Descriptor.of(search.deepCopy().put("name", "sell")));
        flights.remove("status");
        servers.put("flights", new ServerPins(Descriptor.ofInstructions("Line one\nLine two"), flights));
        servers.put("trains", servers.get("hotels"));
        servers.remove("hotels");
        Path file = folder.resolve("tools.lock");
        new LockFile(servers).write(file);
        return file;
    }

    @Test
    void aDiffShowsEachChangeAsTextAndFailsTheBuildThatRunsIt() throws IOException {
        Path file = outdated();
        String before = Files.readString(file);

        assertThat(tools("diff", file)).isEqualTo(1);

        assertThat(out.toString())
                .contains("--- flights.search  as locked\n+++ flights.search  as listed now\n@@ -")
                .contains("\n-  \"description\": \"Finds buses\",\n+  \"description\": \"")
                .contains("--- flights.sell  as locked\n+++ /dev/null\n")
                .contains("--- /dev/null\n+++ flights.status  as listed now\n@@ -0,0 +1,")
                .contains("--- flights (instructions)  as locked\n", "\n-\"Line one\\n\n-    Line two\"\n")
                .contains("+++ hotels.search  as listed now", "--- trains.search  as locked")
                .contains("8 differences. If that is as it should be: jetway tools lock\n");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void lockingSaysWhatItAgreedTo() throws IOException {
        Path file = outdated();

        assertThat(tools("lock", file)).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "changed  flights (instructions)",
                        "changed  flights.search  (description)",
                        "removed  flights.sell",
                        "added    flights.status",
                        "added    hotels (instructions)",
                        "added    hotels.search",
                        "removed  trains (instructions)",
                        "removed  trains.search",
                        "16 tools of 6 servers are locked in " + file
                                + ". Nodes read it when they start, and on 'jetway tools reload'.");
        assertThat(tools("diff", file)).isZero();
    }

    @Test
    void whatWasLockedOfAServerThatIsDownIsKept() throws IOException {
        Path file = outdated();
        String down = "--set=jetway.mcp.servers.trains.url=http://127.0.0.1:1/mcp";

        assertThat(tools("lock", file, down)).isEqualTo(1);
        assertThat(out.toString())
                .contains("trains cannot be reached: nothing answers at its address; what was locked is kept\n")
                .contains("17 tools of 7 servers");
        assertThat(LockFile.read(file).server("trains")).isPresent();

        assertThat(tools("diff", file, down)).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("trains cannot be reached: nothing answers at its address\n");
    }

    @Test
    void aServerThatIsHeldToNoPinsIsNeitherLockedNorCompared() throws IOException {
        Path file = outdated();
        String free = "--set=jetway.mcp.servers.flights.pin=false";

        assertThat(tools("diff", file, free)).isEqualTo(1);
        assertThat(out.toString()).doesNotContain("flights");
        assertThat(tools("lock", file, free)).isZero();
        assertThat(out.toString()).contains("flights is not locked: its entry says pin = false\n");
        assertThat(LockFile.read(file).server("flights")).isEmpty();
    }

    @Test
    void aFileThatIsNotThereOrNoLockFileIsASentence() throws IOException {
        Path file = folder.resolve("tools.lock");
        assertThat(tools("diff", file)).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("jetway: The lock file %s does not exist; 'jetway tools lock' writes it.%n".formatted(file));

        Files.writeString(file, "{}");
        assertThat(tools("diff", file)).isEqualTo(1);
        assertThat(err.toString()).contains("it lacks '");
        assertThat(tools("lock", file)).isZero();
        assertThat(out.toString()).contains("It is written anew.");

        assertThat(tools("diff", null)).isEqualTo(1);
        assertThat(err.toString()).contains("No lock file is configured. Name one with --file");
    }

    @Test
    void theServersOfARunningUpAreFoundByItself() throws IOException {
        Path file = outdated();
        Files.writeString(
                folder.resolve("node.conf"),
                "{\"jetway\":{\"travel\":{\"url\":\"%s\"},\"mcp\":{\"lock-file\":\"%s\",\"identity\":{\"secret-file\":\"%s\"}}}}"
                        .formatted(travel.url(), file, secret));

        int exit = JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("tools", "lock", "--data=" + folder);

        assertThat(exit).as(err.toString()).isZero();
        assertThat(Files.readString(file)).isEqualTo(Files.readString(SHIPPED));
    }
}
