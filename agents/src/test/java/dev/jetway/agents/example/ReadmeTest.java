package dev.jetway.agents.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README prints is what is compiled and tested here. */
class ReadmeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/test/java/dev/jetway/agents/example/VisaAgent.java",
                "src/test/java/dev/jetway/agents/example/VisaAgentTest.java",
                "src/test/resources/META-INF/services/dev.jetway.agents.AgentBehavior",
                "src/test/resources/dev/jetway/agents/example/visa-rules.json"
            })
    void theReadmeShowsTheExampleAsItIs(String file) throws IOException {
        var source = Files.readString(Path.of(file)).strip();
        assertThat(blocks()).as("the code blocks of README.md").contains(source);
    }

    private static List<String> blocks() throws IOException {
        return Pattern.compile("```\\w*\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }
}
