package dev.jetway.runtime.gateway.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.jetway.runtime.gateway.agui.TripStory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The chat page in a real browser. Needs Chromium, in /usr/bin/chromium or where CHROMIUM says. */
@EnabledIf("chromiumIsInstalled")
class ChatPageTest {

    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final double PATIENCE_MS = 20_000;

    private static ActorTestKit kit;
    private static int port;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private BrowserContext context;
    private Page page;

    static boolean chromiumIsInstalled() {
        return Files.isExecutable(CHROMIUM);
    }

    @BeforeAll
    static void start() {
        kit = Gateways.kit();
        port = Gateways.bind(Gateways.routes(kit, new StagedConversations(kit, Duration.ofMillis(250)), ""));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
        kit.shutdownTestKit();
    }

    @BeforeEach
    void open() {
        open(1280, 860, ColorScheme.LIGHT);
    }

    private void open(int width, int height, ColorScheme scheme) {
        close();
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("ERR_INTERNET_DISCONNECTED")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate("http://127.0.0.1:%d/?as=ann-%d".formatted(port, System.nanoTime()));
        assertThat(page.getByText("Connected", new Page.GetByTextOptions().setExact(true)))
                .isAttached();
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
        assertThat(complaints).as("complaints in the browser's console").isEmpty();
    }

    private void shoot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
    }

    private void say(String text) {
        page.getByLabel("Your message").fill(text);
        page.keyboard().press("Enter");
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator log() {
        return page.getByRole(AriaRole.LOG);
    }

    private Locator plan() {
        return page.getByRole(AriaRole.COMPLEMENTARY);
    }

    @Test
    void aFirstVisitSaysWhoYouAreWhatPlansAndWhatToAsk() {
        assertThat(page.getByText("development sign-in")).isVisible();
        assertThat(page.getByText("Embedded planner")).isVisible();
        assertThat(page.getByText("Where to next?")).isVisible();
        shoot("1-empty");
    }

    @Test
    void anExampleIsPlannedWorkedAndAnswered() {
        page.getByText("Fly and stay").click();
        assertThat(plan().getByText("Hotels in central Tokyo")).isVisible();
        assertThat(plan().locator(".task.working").first()).isVisible();
        shoot("2-working");
        assertThat(log().getByText("Kanda Lantern")).isVisible();
        assertThat(plan().getByText("not available")).isVisible();
        assertThat(plan().getByText("124 ms")).isVisible();
        assertThat(plan().locator(".call.bad")).hasCount(1);
        assertThat(log().locator("table")).isVisible();
        shoot("3-answered");
    }

    @Test
    void whatIsBeingDoneRightNowStandsInThePlan() {
        say("think aloud");
        assertThat(plan().getByText("Asking <b>two</b> chains")).isVisible();
    }

    @Test
    void aBookingShowsEveryDetailAndHappensOnlyWhenApproved() {
        say("book the first flight");
        var dialog = page.getByRole(AriaRole.DIALOG);
        for (var detail : List.of("2 adults", "£1,284.00 for both", "Your card ending in 4242", "worked out")) {
            assertThat(dialog.getByText(detail)).isVisible();
        }
        shoot("4-question");
        button("Approve").click();
        assertThat(log().getByText("JW7Q2M")).isVisible();
        assertThat(dialog).isHidden();
        shoot("5-booked");
    }

    @Test
    void whatIsUndoneComesIntoThePlanAndLeavesTheRestAsItIs() {
        say("book both");
        assertThat(plan().getByText("It can't be.")).isVisible();
        for (var task : List.of("Book flight", "Book hotel", "Undo: Book flight", "Book weather")) {
            assertThat(plan().getByText(task, new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
        }
        assertThat(plan().locator(".task.completed")).hasCount(2);
        assertThat(plan().locator(".task.failed")).hasCount(2);
    }

    @Test
    void aDeclinedBookingIsNotMade() {
        say("book the first flight");
        button("Decline").click();
        assertThat(log().getByText("nothing was booked")).isVisible();
    }

    @Test
    void aQuestionPutOffIsNotForgotten() {
        say("book the first flight");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        page.reload();
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        button("Decide later").click();
        button("Review").click();
        button("Approve").click();
        assertThat(log().getByText("JW7Q2M")).isVisible();
    }

    @Test
    void whatIsTypedOfflineIsSentWhenTheConnectionIsBack() {
        say("A flight to Tokyo");
        assertThat(log().getByText("Kanda Lantern")).isVisible();
        context.setOffline(true);
        page.evaluate("dispatchEvent(new Event('offline'))");
        say("book the first flight");
        assertThat(log().getByText("Sending…")).isVisible();
        context.setOffline(false);
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        assertThat(log().locator(".message.user")).hasCount(2);
    }

    @Test
    void aReloadShowsTheSameConversationAndANewOneIsEmpty() {
        say("A flight to Tokyo");
        assertThat(log().getByText("Kanda Lantern")).isVisible();
        page.reload();
        assertThat(log().getByText("Kanda Lantern")).isVisible();
        assertThat(log().locator(".message")).hasCount(2);
        page.evaluate("sessionStorage.clear()");
        page.reload();
        assertThat(log().getByText("Kanda Lantern")).isVisible();
        button("New conversation").click();
        assertThat(page.getByText("Where to next?")).isVisible();
    }

    @Test
    void aRunningRequestCanBeStopped() {
        say("A flight to Tokyo");
        button("Stop this request").click();
        assertThat(log().getByText("Stopped, as you asked.")).isVisible();
        assertThat(button("Send")).isVisible();
    }

    @Test
    void markupInAReplyCarriesNothingOut() {
        say("nothing");
        assertThat(log().getByText("I could not do that")).isVisible();
        assertThat(log().getByText("<img src=x onerror=alert(1)>")).isVisible();
        assertThat(log().locator("img")).hasCount(0);
    }

    @Test
    void aStrangersWordsInAQuestionAndAPlanAreShownAndDoNothing() {
        var elsewhere = new CopyOnWriteArrayList<String>();
        page.onRequest(request -> {
            if (!request.url().startsWith("http://127.0.0.1:" + port + "/")) {
                elsewhere.add(request.url());
            }
        });
        say("book the hostile one");
        var dialog = page.getByRole(AriaRole.DIALOG);
        var hostile = new Locator.FilterOptions().setHasText(TripStory.HOSTILE);

        for (var part : List.of("h2", "dt", "dd", "dd small", ".remarks li")) {
            assertThat(dialog.locator(part).filter(hostile)).hasCount(1);
        }
        assertThat(plan().locator(".task b").filter(hostile)).hasCount(1);
        assertThat(plan().locator(".call summary code").filter(hostile)).hasCount(1);
        assertThat(plan().locator(".assumed li").filter(hostile)).hasCount(1);
        for (var made : List.of("img", "script", "a", "form", "style", "iframe")) {
            assertThat(dialog.locator(made)).hasCount(0);
            assertThat(plan().locator(made)).hasCount(0);
        }
        shoot("10-hostile");
        button("Decline").click();
        assertThat(log().getByText("nothing was booked")).isVisible();
        assertThat(page.evaluate("typeof pwned")).isEqualTo("undefined");
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void twoWindowsOfOneTravelerShowTheSame() {
        say("A flight to Tokyo");
        var other = context.newPage();
        other.navigate(page.url());
        say("nothing");
        assertThat(other.getByText("nothing", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    @Test
    void onAPhoneAtNightEverythingIsWithinReach() {
        open(390, 780, ColorScheme.DARK);
        shoot("6-phone-empty");
        say("A flight to Tokyo");
        assertThat(log().getByText("Kanda Lantern")).isVisible();
        shoot("7-phone-answered");
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(390);
        say("book the first flight");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        shoot("8-phone-question");
        assertThat(button("Approve")).isInViewport();
    }

    @Test
    void onADeskAtNightItIsDark() {
        open(1280, 860, ColorScheme.DARK);
        say("A flight to Tokyo");
        assertThat(log().getByText("Kanda Lantern")).isVisible();
        shoot("9-dark");
    }
}
