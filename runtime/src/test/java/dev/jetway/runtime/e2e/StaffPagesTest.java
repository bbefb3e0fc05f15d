package dev.jetway.runtime.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.jetway.runtime.e2e.RealStack.Running;
import dev.jetway.runtime.npm.Npm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages of people who work here, in a real browser against the real stack. */
@EnabledIf("browserAndNpmAreThere")
@ExtendWith(RealStack.class)
class StaffPagesTest {

    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double PATIENCE_MS = 30_000;

    private static Playwright playwright;
    private static Browser browser;

    private final Running stack;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private BrowserContext context;
    private Page page;

    StaffPagesTest(Running stack) {
        this.stack = stack;
    }

    static boolean browserAndNpmAreThere() {
        return Files.isExecutable(CHROMIUM) && Npm.isThere();
    }

    @BeforeAll
    static void start() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
    }

    private void open(String path, String token, int width, ColorScheme scheme) {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 860)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
        context.addInitScript(Npm.folder().resolve("node_modules/axe-core/axe.min.js"));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(stack.page().resolve(path).toString());
        page.getByLabel("Access token").fill(token);
        page.keyboard().press("Enter");
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
        assertThat(complaints).as("complaints in the browser's console").isEmpty();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void accessible(String where) throws Exception {
        var found = JSON.readTree(
                (String)
                        page.evaluate(
                                "async () => JSON.stringify((await axe.run()).violations.map(it => [it.impact, it.id, it.nodes.map(n => n.html)]))"));
        var serious = new ArrayList<JsonNode>();
        found.forEach(it -> {
            if (List.of("serious", "critical").contains(it.path(0).asText())) {
                serious.add(it);
            }
        });
        assertThat(serious).as("what axe finds %s", where).isEmpty();
    }

    @Test
    void aClerkJoinsSpeaksAndHandsBack() throws Exception {
        try (var ann = stack.traveler("ann")) {
            ann.say("hello");
            ann.askForAPerson("Is somebody there?");
            open("/desk", "dev:olga+desk", 1280, ColorScheme.LIGHT);
            page.getByLabel("Your name, as travelers see it").fill("Olga");
            accessible("in the list");
            button("Join the conversation of " + ann.subject()).click();

            var log = page.getByRole(AriaRole.LOG);
            assertThat(log.getByText("Is somebody there?")).isVisible();
            assertThat(ann.wholeRun().events().toString()).contains("\"joined\"", "Olga");
            page.keyboard().type("Yes, <b>I</b> am here.");
            page.keyboard().press("Enter");
            assertThat(log.getByText("Yes, <b>I</b> am here.")).isVisible();
            assertThat(ann.wholeRun().text()).isEqualTo("Yes, <b>I</b> am here.");
            ann.say("good to know");
            assertThat(log.getByText("good to know")).isVisible();

            page.getByLabel("Your words").fill("hello");
            button("Have the agents do it").click();
            assertThat(ann.wholeRun().text()).startsWith("Hello");
            assertThat(log.getByText("Olga, for the traveler")).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("desk.png")));
            accessible("in a conversation");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            accessible("in the dark");
            page.setViewportSize(390, 780);
            accessible("on a phone");
            assertThat((Boolean) page.evaluate(
                            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as("no sideways scrolling")
                    .isTrue();

            page.reload();
            button("Go back to the conversation of " + ann.subject()).click();
            assertThat(log.getByText("good to know")).isVisible();
            button("Hand back").click();
            assertThat(page.getByText("Join a conversation, or look")).isVisible();
            var left = ann.wholeRun();
            assertThat(left.events().toString()).contains("\"left\"");
            assertThat(ann.say("thanks").text()).startsWith("You're welcome");
        }
    }

    @Test
    void whoHasNotTheRoleIsToldSo() throws Exception {
        open("/desk", "dev:eve", 1280, ColorScheme.LIGHT);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("role 'desk'");
        accessible("where one signs in");
    }

    @Test
    void anOperatorSeesNodesToolsAndTurnsAsTheyAre() throws Exception {
        open("/operator", "dev:olga+operator", 1280, ColorScheme.DARK);
        assertThat(page.getByText("Connected", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(page.getByText("1 node, all well")).isVisible();
        for (var server : List.of("flights", "hotels", "bookings", "weather")) {
            assertThat(page.getByRole(AriaRole.ROWHEADER).filter(new Locator.FilterOptions().setHasText(server)))
                    .isVisible();
        }
        var connections = page.locator(".totals .number").filter(new Locator.FilterOptions().setHasText("Connections"));
        var before = Integer.parseInt(connections.locator("dd").textContent());
        try (var ann = stack.traveler("ann")) {
            assertThat(connections.locator("dd")).hasText(Integer.toString(before + 1));
            ann.say("hello");
            var conversations =
                    page.locator(".totals .number").filter(new Locator.FilterOptions().setHasText("Conversations"));
            assertThat(conversations.locator("dd")).not().hasText("0");
        }
        assertThat(connections.locator("dd")).hasText(Integer.toString(before));
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("operator.png")));
        accessible("in the dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        accessible("in the light");
        page.setViewportSize(390, 780);
        accessible("on a phone");
        assertThat((Boolean) page.evaluate(
                        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("no sideways scrolling")
                .isTrue();
    }
}
