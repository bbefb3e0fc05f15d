package dev.jetway.runtime.gateway.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.jetway.runtime.npm.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The chat page for people without a mouse, with a screen reader, with a small screen: in a real browser, with axe-core. */
@EnabledIf("dev.jetway.runtime.gateway.http.Chromium#isInstalled")
class ChatPageAccessTest {

    private static final String FINDINGS = """
            async () => (await axe.run()).violations
                .filter(it => it.impact === 'serious' || it.impact === 'critical')
                .map(it => it.id + ': ' + it.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | '))""";

    private static ActorTestKit kit;
    private static int port;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        kit = Gateways.kit();
        port = Gateways.bind(Gateways.routes(kit, new StagedConversations(kit, Duration.ofMillis(150)), ""));
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        kit.shutdownTestKit();
    }

    /** In a context of its own, whose policy lets the checker in. */
    private static ChatWindow checked(int width, int height, ColorScheme scheme) {
        return chromium.openAt(
                        "http://127.0.0.1:%d/?as=ann-%d".formatted(port, System.nanoTime()),
                        Chromium.options(width, height, scheme).setBypassCSP(true))
                .connected();
    }

    @SuppressWarnings("unchecked")
    private static List<String> findings(ChatWindow window) throws IOException {
        if (!(Boolean) window.page().evaluate("typeof axe === 'object'")) {
            window.page().evaluate(Files.readString(Npm.folder().resolve("node_modules/axe-core/axe.min.js")));
        }
        return (List<String>) window.page().evaluate(FINDINGS);
    }

    /** Through everything a traveler sees; the checker looks at each. */
    private static void walk(ChatWindow window) throws IOException {
        window.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(findings(window)).as("a first visit").isEmpty();
        window.say("A flight to Tokyo");
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        window.log().locator(".inline-plan > summary").click();
        assertThat(findings(window)).as("offers and a plan").isEmpty();
        window.say("book the first flight");
        assertThat(window.dialog()).isVisible();
        assertThat(findings(window)).as("a question").isEmpty();
        window.button("Decide later").click();
        assertThat(findings(window)).as("a question put off").isEmpty();
    }

    @Test
    @EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
    void aCheckerFindsNothingSeriousByDay() throws IOException {
        try (var window = checked(1280, 860, ColorScheme.LIGHT)) {
            walk(window);
        }
    }

    @Test
    @EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
    void aCheckerFindsNothingSeriousAtNight() throws IOException {
        try (var window = checked(1280, 860, ColorScheme.DARK)) {
            walk(window);
        }
    }

    @Test
    @EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
    void aCheckerFindsNothingSeriousOnAPhone() throws IOException {
        try (var window = checked(390, 780, ColorScheme.LIGHT)) {
            walk(window);
            window.button("Conversations").click();
            assertThat(findings(window)).as("the list of conversations").isEmpty();
        }
    }

    @Test
    @EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
    void aCheckerFindsNothingSeriousInTheDocumentation() throws IOException {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (var window = chromium.openAt(
                    "http://127.0.0.1:%d/docs".formatted(port),
                    Chromium.options(390, 780, scheme).setBypassCSP(true))) {
                assertThat(window.page().locator("h1")).isVisible();
                assertThat(findings(window)).as("%s", scheme).isEmpty();
                assertThat((Boolean) window.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("nothing stands out of a phone's screen")
                        .isTrue();
            }
        }
    }

    @Test
    void aTripIsBookedWithTheKeyboardAlone() {
        try (var window = chromium.open(port).connected()) {
            var keys = window.page().keyboard();
            keys.press("Tab");
            assertThat(window.page().getByText("Skip to the message field")).isFocused();
            keys.press("Enter");
            assertThat(window.page().getByLabel("Your message")).isFocused();
            keys.type("A flight to Tokyo");
            keys.press("Enter");
            assertThat(window.log().locator(".offer button")).hasCount(5);

            tabTo(window, window.button("Book flight 1: London to Tokyo, JW 412"), "Shift+Tab");
            keys.press("Enter");
            assertThat(window.dialog().locator("h2")).isFocused();
            tabTo(window, window.button("Approve"), "Tab");
            keys.press("Enter");

            assertThat(window.log().getByText("JW7Q2M")).isVisible();
            assertThat(window.page().getByLabel("Your message")).isFocused();
        }
    }

    private static void tabTo(ChatWindow window, Locator goal, String key) {
        for (int i = 0; i < 40 && !(Boolean) goal.evaluate("it => it === document.activeElement"); i++) {
            window.page().keyboard().press(key);
        }
        assertThat(goal).isFocused();
    }

    @Test
    void aScreenReaderHearsWhoSpeaksWhatIsAskedAndThatTheLineIsGone() {
        try (var window = chromium.open(port).connected()) {
            assertThat(window.log()).hasAttribute("aria-live", "polite");
            window.say("book the first flight");
            assertThat(window.dialog()).hasAccessibleName("Book flight JW 412, London to Tokyo?");
            window.page().keyboard().press("Escape");
            assertThat(window.log().locator("article").first()).containsText("You:");
            window.button("Review").click();
            window.button("Approve").click();
            assertThat(window.log().locator("article").last()).containsText("Jetway:");
            assertThat(window.log().locator("article").last()).hasAttribute("aria-busy", "false");
            window.page().evaluate("WebSocket.prototype.send = () => {}; dispatchEvent(new Event('offline'))");
            assertThat(window.page().locator("[role=status]").getByText("You are offline."))
                    .isVisible();
        }
    }
}
