package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.cli.JetwayCommand;
import dev.jetway.runtime.e2e.RealStack.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code jetway tools reload}, on a node of its own whose configuration file is edited under it. */
@ExtendWith(RealStack.class)
class ToolsReloadTest {

    @TempDir
    private static Path folder;

    private static Path file;
    private static ChildJvm node;
    private static URI travel;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start(Running stack) throws IOException {
        file = Files.writeString(folder.resolve("node.conf"), "");
        travel = stack.travel().url();
        // Where 'jetway up' would have its node write it.
        String address = "jetway.operations.address-file = \"%s\"".formatted(folder.resolve("operations"));
        node = stack.startChildNode("reloaded", "reloaded.log", address, "--config=" + file);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void beginAsStarted() throws IOException {
        reload("");
        assertThat(err.toString()).isEmpty();
    }

    private int reload(String configuration) throws IOException {
        Files.writeString(file, configuration);
        return jetway("tools", "reload", "--data=" + folder);
    }

    private int jetway(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String tools() throws IOException {
        URI operations =
                URI.create(Files.readString(folder.resolve("operations")).strip());
        assertThat(jetway("tools", "--url=" + operations)).as(err.toString()).isZero();
        return out.toString();
    }

    private static String entry(String path, String more) {
        return "jetway.mcp.servers.lodging { url = \"%s\", allow = [search] %s }\n"
                .formatted(travel.resolve(path), more);
    }

    @Test
    void serversAreAddedChangedAndRemovedWhileTheNodeServes() throws Exception {
        assertThat(reload(entry("/hotels/mcp", ""))).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualTo("added    lodging\n6 servers are as before.\n");
        assertThat(tools()).contains("lodging  breaker closed\n").doesNotContain("not connected");

        assertThat(reload(entry("/hotels/mcp", ", max-queued = 1"))).isZero();
        assertThat(out.toString()).isEqualTo("changed  lodging\n6 servers are as before.\n");

        assertThat(reload("")).isZero();
        assertThat(out.toString()).isEqualTo("removed  lodging\n6 servers are as before.\n");
        assertThat(tools()).doesNotContain("lodging");
    }

    @Test
    void aMistakeChangesNothingAndIsTold() throws Exception {
        reload(entry("/hotels/mcp", ""));

        assertThat(reload(entry("/hotels/mcp", ", alow = []"))).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("jetway: Nothing was changed. Unknown setting jetway.mcp.servers.lodging.alow");
        assertThat(reload("jetway.mcp {")).isEqualTo(1);
        assertThat(err.toString()).startsWith("jetway: Nothing was changed. The configuration is wrong: ");
        assertThat(reload("jetway.mcp.cache.max-bytes = 1 MiB")).isEqualTo(1);
        assertThat(err.toString()).contains("jetway.mcp.cache.max-bytes takes a restart to change");

        assertThat(tools()).contains("lodging  breaker closed");
    }

    @Test
    void whatCannotBeReachedAndWhatWaitsForARestartIsSaid() throws Exception {
        assertThat(reload(entry("http://127.0.0.1:1/mcp", "") + "jetway.gateway.max-connections = 7"))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                        added    lodging
                        6 servers are as before.
                        lodging cannot be reached: nothing answers at its address
                        jetway.gateway.max-connections was changed too, and counts from the next start on.
                        """);
        assertThat(tools()).contains("lodging  breaker closed\n  not connected: nothing answers at its address");
    }

    @Test
    void whereNoNodeIsOrNotItsOperationsAddressIsASentence() {
        assertThat(jetway("tools", "reload", "--data=" + folder.resolve("elsewhere")))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("jetway: No 'jetway up' is running in ");
        assertThat(jetway("tools", "reload", "--url=http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("jetway: No node answers at http://127.0.0.1:1");
        assertThat(jetway("tools", "reload", "--url=nowhere")).isEqualTo(1);
        assertThat(err.toString()).startsWith("jetway: --url is an address such as ");
        assertThat(jetway("tools", "reload", "--url=" + node.address())).isEqualTo(1);
        assertThat(err.toString()).contains("reloads nothing. Is it the node's operations address");
    }
}
