package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RealStack.class)
class SmallTalkTest {

    private static final int LONGEST = 20_000;

    private final Running stack;

    SmallTalkTest(Running stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        hello                                          | (?s)Hello.*flights and hotels.*
        thanks                                         | (?s)You're welcome.*
        asdf qwer zxcv                                 | (?s)Sorry, I did not understand.*for example.*
        😀                                             | (?s)Sorry, I did not understand.*
        ""                                             | (?s)Your message was empty.*for example.*
        "   "                                          | (?s)Your message was empty.*for example.*
        ich brauche ein Hotel in Berlin für morgen     | (?s)Leider verstehe ich nur Englisch.*English only.*
        東京までのフライトを探して                        | (?s)申し訳ありませんが、英語しかわかりません。.*English only.*
        """)
    void whatIsNoRequestGetsAFittingAnswerAndNoTool(String text, String answer) {
        try (var ann = stack.traveler("ann")) {
            var run = new Run[1];
            var calls = stack.travel().callsDuring(() -> run[0] = ann.say(text));

            assertThat(run[0].outcome()).isEqualTo("success");
            assertThat(run[0].text()).matches(answer);
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void twentyThousandCharactersAreReadAndOneMoreIsRefused() {
        try (var ann = stack.traveler("ann")) {
            var longest = "lorem ipsum ".repeat(LONGEST).substring(0, LONGEST);

            var run = ann.say(longest);
            assertThat(run.text()).contains("long message");
            assertThat(run.tools()).isEmpty();

            var refused = ann.begin(longest + "x");
            assertThat(refused.code()).isEqualTo("payload_invalid");
            assertThat(refused.message()).contains("messages", "20001", "20000");
            assertThat(ann.history()).hasSize(2);
            assertThat(ann.say("hello").text()).startsWith("Hello");
        }
    }

    @Test
    void aRequestInALongMessageIsFound() {
        try (var ann = stack.traveler("ann")) {
            var text = "find hotels in Boston for next weekend. " + "We like quiet streets. ".repeat(600);

            assertThat(ann.say(text).options()).isNotEmpty();
        }
    }
}
