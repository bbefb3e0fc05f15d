package dev.jetway.runtime.gateway.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.jetway.runtime.gateway.agui.TripStory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The chat page in a real browser: one conversation. */
@EnabledIf("dev.jetway.runtime.gateway.http.Chromium#isInstalled")
class ChatPageTest {

    private static ActorTestKit kit;
    private static int port;
    private static Chromium chromium;

    private ChatWindow window;

    @BeforeAll
    static void start() {
        kit = Gateways.kit();
        port = Gateways.bind(Gateways.routes(kit, new StagedConversations(kit, Duration.ofMillis(250)), ""));
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        kit.shutdownTestKit();
    }

    @BeforeEach
    void open() {
        window = chromium.open(port).connected();
    }

    private void open(int width, int height, ColorScheme scheme) {
        window.close();
        window = chromium.open(port, width, height, scheme).connected();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void aFirstVisitSaysWhoYouAreWhatPlansAndWhatToAsk() {
        assertThat(window.page().getByText("Development mode")).isVisible();
        assertThat(window.page().getByText("Embedded planner")).isVisible();
        assertThat(window.page().getByText("Where to next?")).isVisible();
        window.shoot("1-empty");
    }

    @Test
    void anExampleIsPlannedWorkedAndAnswered() {
        window.page().getByText("Fly and stay").click();
        assertThat(window.plan().getByText("Hotels in central Tokyo")).isVisible();
        assertThat(window.plan().locator(".task.working").first()).isVisible();
        window.shoot("2-working");
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        assertThat(window.plan().getByText("not available")).isVisible();
        assertThat(window.plan().getByText("124 ms")).isVisible();
        assertThat(window.plan().locator(".call.bad")).hasCount(1);
        assertThat(window.log().locator(".offers")).hasCount(2);
        window.shoot("3-answered");
    }

    @Test
    void whatIsBeingDoneRightNowStandsInThePlan() {
        window.say("think aloud");
        assertThat(window.plan().getByText("Asking <b>two</b> chains")).isVisible();
    }

    @Test
    void aBookingShowsEveryDetailAndHappensOnlyWhenApproved() {
        window.say("book the first flight");
        var dialog = window.dialog();
        for (var detail : List.of("2 adults", "£1,284.00 for both", "Your card ending in 4242", "worked out")) {
            assertThat(dialog.getByText(detail)).isVisible();
        }
        window.shoot("4-question");
        window.button("Approve").click();
        assertThat(window.log().getByText("JW7Q2M")).isVisible();
        assertThat(dialog).isHidden();
        window.shoot("5-booked");
    }

    @Test
    void whatIsUndoneComesIntoThePlanAndLeavesTheRestAsItIs() {
        window.say("book both");
        assertThat(window.plan().getByText("It can't be.")).isVisible();
        for (var task : List.of("Book flight", "Book hotel", "Undo: Book flight", "Book weather")) {
            assertThat(window.plan().getByText(task, new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
        }
        assertThat(window.plan().locator(".task.completed")).hasCount(2);
        assertThat(window.plan().locator(".task.failed")).hasCount(2);
    }

    @Test
    void aDeclinedBookingIsNotMade() {
        window.say("book the first flight");
        window.button("Decline").click();
        assertThat(window.log().getByText("nothing was booked")).isVisible();
    }

    @Test
    void aQuestionPutOffIsNotForgotten() {
        window.say("book the first flight");
        assertThat(window.dialog()).isVisible();
        window.page().keyboard().press("Escape");
        assertThat(window.dialog()).isHidden();
        window.page().reload();
        assertThat(window.dialog()).isVisible();
        window.button("Decide later").click();
        window.button("Review").click();
        window.button("Approve").click();
        assertThat(window.log().getByText("JW7Q2M")).isVisible();
    }

    @Test
    void whatIsTypedOfflineIsSentWhenTheConnectionIsBack() {
        window.say("A flight to Tokyo");
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        window.context().setOffline(true);
        window.page().evaluate("dispatchEvent(new Event('offline'))");
        window.say("book the first flight");
        assertThat(window.log().getByText("Sending…")).isVisible();
        window.context().setOffline(false);
        assertThat(window.dialog()).isVisible();
        assertThat(window.log().locator(".message.user")).hasCount(2);
    }

    @Test
    void aReloadShowsTheSameConversationAndANewOneIsEmpty() {
        window.say("A flight to Tokyo");
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        window.page().reload();
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        assertThat(window.log().locator(".message")).hasCount(2);
        window.page().evaluate("sessionStorage.clear()");
        window.page().reload();
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        window.button("New conversation").click();
        assertThat(window.page().getByText("Where to next?")).isVisible();
    }

    @Test
    void aRunningRequestCanBeStopped() {
        window.say("A flight to Tokyo");
        window.button("Stop this request").click();
        assertThat(window.log().getByText("Stopped, as you asked.")).isVisible();
        assertThat(window.button("Send")).isVisible();
    }

    @Test
    void markupInAReplyCarriesNothingOut() {
        window.say("nothing");
        assertThat(window.log().getByText("I could not do that")).isVisible();
        assertThat(window.log().getByText("<img src=x onerror=alert(1)>")).isVisible();
        assertThat(window.log().locator("img")).hasCount(0);
    }

    @Test
    void aStrangersWordsInAQuestionAndAPlanAreShownAndDoNothing() {
        var elsewhere = new CopyOnWriteArrayList<String>();
        window.page().onRequest(request -> {
            if (!request.url().startsWith("http://127.0.0.1:" + port + "/")) {
                elsewhere.add(request.url());
            }
        });
        window.say("book the hostile one");
        var dialog = window.dialog();
        var hostile = new Locator.FilterOptions().setHasText(TripStory.HOSTILE);

        for (var part : List.of("h2", "dt", "dd", "dd small", ".remarks li")) {
            assertThat(dialog.locator(part).filter(hostile)).hasCount(1);
        }
        assertThat(window.plan().locator(".task b").filter(hostile)).hasCount(1);
        assertThat(window.plan().locator(".call summary code").filter(hostile)).hasCount(1);
        assertThat(window.plan().locator(".assumed li").filter(hostile)).hasCount(1);
        for (var made : List.of("img", "script", "a", "form", "style", "iframe")) {
            assertThat(dialog.locator(made)).hasCount(0);
            assertThat(window.plan().locator(made)).hasCount(0);
        }
        window.shoot("10-hostile");
        window.button("Decline").click();
        assertThat(window.log().getByText("nothing was booked")).isVisible();
        assertThat(window.page().evaluate("typeof pwned")).isEqualTo("undefined");
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void twoWindowsOfOneTravelerShowTheSame() {
        window.say("A flight to Tokyo");
        var other = window.context().newPage();
        other.navigate(window.page().url());
        window.say("nothing");
        assertThat(other.getByText("nothing", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    @Test
    void onAPhoneAtNightEverythingIsWithinReach() {
        open(390, 780, ColorScheme.DARK);
        window.shoot("6-phone-empty");
        window.say("A flight to Tokyo");
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        assertThat(window.plan()).isHidden();
        window.log().getByLabel("Flights").scrollIntoViewIfNeeded();
        window.shoot("7-phone-answered");
        assertThat((Integer) window.page().evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(390);
        window.say("book the first flight");
        assertThat(window.dialog()).isVisible();
        window.shoot("8-phone-question");
        assertThat(window.button("Approve")).isInViewport();
    }

    @Test
    void onADeskAtNightItIsDark() {
        open(1280, 860, ColorScheme.DARK);
        window.say("A flight to Tokyo");
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        window.shoot("9-dark");
    }
}
