package dev.jetway.mcp.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LastWordsTest {

    private final LastWords words = new LastWords();

    private String after(List<String> lines) {
        lines.forEach(words::add);
        return words.text();
    }

    @Test
    void whoSaidNothingHasNone() {
        assertThat(words.text()).isEmpty();
    }

    @Test
    void theyAreTheLastLineWhereNoneNamesAnError() {
        assertThat(after(List.of("Server running on stdio", "I give up"))).isEqualTo("I give up");
    }

    @Test
    void aBannerBehindAStackTraceIsNotThePoint() {
        assertThat(after(List.of(
                        "Server running on stdio",
                        "throw err;",
                        "Error: Could not locate the bindings file. Tried:",
                        "at Object.<anonymous> (/app/index.js:3:13)",
                        "Node.js v22.23.3")))
                .isEqualTo("Error: Could not locate the bindings file. Tried:");
        assertThat(after(List.of(
                        "Exception in thread \"main\" java.lang.IllegalStateException: no port",
                        "at Main.main(Main.java)")))
                .isEqualTo("Exception in thread \"main\" java.lang.IllegalStateException: no port");
    }

    @Test
    void aPythonProgramEndsWithThePoint() {
        assertThat(after(List.of(
                        "Traceback (most recent call last):",
                        "File \"server.py\", line 3, in <module>",
                        "ModuleNotFoundError: No module named 'mcp'")))
                .isEqualTo("ModuleNotFoundError: No module named 'mcp'");
    }

    @Test
    void anErrorOfLongAgoIsNotWhyItEnded() {
        words.add("Error: that one request was bad");
        for (int i = 0; i < 60; i++) {
            words.add("request " + i + " served");
        }
        assertThat(words.text()).isEqualTo("request 59 served");
    }
}
