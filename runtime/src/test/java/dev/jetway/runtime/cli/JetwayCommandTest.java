package dev.jetway.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class JetwayCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int jetway(String... arguments) {
        CommandLine commandLine = JetwayCommand.commandLine();
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("Say what to do"),
                mistake("Did you mean: jetway doctor", "docter"),
                mistake("Unknown option: '--prt'", "up", "--prt"),
                mistake("'eighty' is not an int", "up", "--port", "eighty"),
                mistake("--port is a number from 0 to 65535, not 70000", "up", "--port", "70000"),
                mistake("2 to 5 different names, not eu. For a single region leave it out", "up", "--regions", "eu"),
                mistake("2 to 5 different names, not eu,eu", "up", "--regions", "eu,eu"),
                mistake("a letter first, then letters, digits, _ or -, not '1eu'", "up", "--regions", "1eu,us"),
                mistake("no room for the pages of 2 regions", "up", "--regions", "eu,us", "--port", "65535"),
                mistake("KEY=VALUE", "up", "--set", "novalue"),
                mistake("--as is a name", "chat", "--as", "two words"),
                mistake("--thread is a name", "chat", "--thread", "a/b"),
                mistake("--once needs some text", "chat", "--once", " "),
                mistake("--url is an address", "chat", "--url", "nowhere"),
                mistake("Missing required option: '--data-center=NAME'", "migrate", "--contact-point", "a:1"),
                mistake("HOST:PORT", "migrate", "--contact-point", "a", "--data-center", "eu"),
                mistake("HOST:PORT", "migrate", "--contact-point", "a:99999", "--data-center", "eu"),
                mistake(
                        "--replication",
                        "migrate",
                        "--contact-point",
                        "a:1",
                        "--data-center",
                        "eu",
                        "--replication",
                        "x"));
    }

    private static Arguments mistake(String words, String... arguments) {
        return Arguments.of(words, arguments);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void wrongUsageIsASentenceAndExitCodeTwo(String words, String[] arguments) {
        assertThat(jetway(arguments)).isEqualTo(2);
        assertThat(err.toString()).startsWith("jetway: ").contains(words).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPortInUseNamesTheOptionThatChoosesAnother(@TempDir Path folder) throws IOException {
        for (String part : new String[] {"runtime", "mcp-bridge/travel-servers", "cluster-config/cassandra"}) {
            Files.createDirectories(folder.resolve(part + "/target/lib"));
        }
        String before = System.getProperty("jetway.home");
        System.setProperty("jetway.home", folder.toString());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int exit = jetway("up", "--data", folder.resolve("data").toString(), "--port", "" + taken.getLocalPort());

            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).contains("Port " + taken.getLocalPort()).contains("--port");
        } finally {
            if (before == null) {
                System.clearProperty("jetway.home");
            } else {
                System.setProperty("jetway.home", before);
            }
        }
    }

    @Test
    void aNodeThatIsNotThereIsAFailureWithoutAStackTrace() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(jetway("chat", "--url", "http://127.0.0.1:" + free, "--once", "hello"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("No node answers")
                .contains("jetway up")
                .doesNotContain("\tat ");
    }

    @Test
    void aMistakeInTheConfigurationIsNamed() {
        assertThat(jetway("node", "--set", "jetway.gatewy.port=1")).isEqualTo(1);
        assertThat(err.toString()).contains("jetway.gatewy");
    }

    @Test
    void everyCommandExplainsItself() {
        for (CommandLine command : JetwayCommand.commandLine().getSubcommands().values()) {
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);

            assertThat(command.getCommandSpec().usageMessage().header())
                    .as(command.getCommandName())
                    .isNotEmpty();
            assertThat(help.lines()).as(command.getCommandName()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void theCompletionScriptKnowsEveryCommandAndItsOptions() {
        assertThat(jetway("completion")).isZero();
        assertThat(out.toString())
                .contains("complete -F _complete_jetway")
                .contains("doctor", "migrate", "--contact-point", "--faults", "--thread");
    }
}
