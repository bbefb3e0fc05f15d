package dev.jetway.runtime.gateway.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The chat page in a real browser: several conversations, long ones, and what can be chosen in them. */
@EnabledIf("dev.jetway.runtime.gateway.http.Chromium#isInstalled")
class ChatPageConversationsTest {

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

    @AfterEach
    void close() {
        window.close();
    }

    private Locator entry(String title) {
        return window.list().locator("button").filter(new Locator.FilterOptions().setHasText(title));
    }

    private Locator said(String text) {
        return window.log().locator(".bubble").getByText(text, new Locator.GetByTextOptions().setExact(true));
    }

    @Test
    void conversationsAreListedUnderTheirFirstWordsAndEachIsItsOwn() {
        window.say("A flight to Tokyo");
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        window.button("New conversation").click();
        window.say("nothing");
        assertThat(window.log().getByText("I could not do that")).isVisible();
        assertThat(window.log().getByText("Kanda Lantern")).hasCount(0);
        assertThat(window.list().locator("b")).hasText(new String[] {"nothing", "A flight to Tokyo"});
        window.shoot("11-conversations");

        entry("A flight to Tokyo").click();

        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        assertThat(said("nothing")).hasCount(0);
        assertThat(entry("A flight to Tokyo")).hasAttribute("aria-current", "true");
        window.page().reload();
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        assertThat(window.list().locator("li")).hasCount(2);
    }

    @Test
    void whatHappensInAnotherConversationIsShownInTheListAndWaitsThere() {
        window.say("book the first flight");
        window.button("New conversation").click();
        assertThat(entry("book the first flight").getByText("waits for your answer"))
                .isVisible();
        assertThat(window.dialog()).isHidden();

        entry("book the first flight").click();
        window.button("Approve").click();

        assertThat(window.log().getByText("JW7Q2M")).isVisible();
    }

    @Test
    void aConversationGoesOnWhileAnotherIsReadAndIsNewInTheList() {
        window.say("A flight to Tokyo");
        window.button("New conversation").click();
        window.say("nothing");
        assertThat(entry("A flight to Tokyo").getByText("new")).isVisible();
        entry("A flight to Tokyo").click();
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        assertThat(window.list().getByText("new")).hasCount(0);
    }

    @Test
    void anotherWindowListsWhatIsBegunInThisOne() {
        var other = window.context().newPage();
        other.navigate(window.page().url());
        window.say("A flight to Tokyo");
        assertThat(other.locator("nav").getByText("A flight to Tokyo")).isVisible();
    }

    @Test
    void aReloadInTheMiddleOfATurnLosesNothing() {
        window.say("A flight to Tokyo");
        assertThat(window.plan().locator(".task.completed").first()).isVisible();
        window.page().reload();
        assertThat(window.log().getByText("Kanda Lantern")).isVisible();
        assertThat(window.log().locator(".message")).hasCount(2);
        assertThat(window.plan().getByText("124 ms")).isVisible();
    }

    @Test
    void whatAReloadKeptFromBeingSentIsSentThenAndOnce() {
        window.context().setOffline(true);
        window.page().evaluate("WebSocket.prototype.send = () => {}");
        window.say("nothing");
        assertThat(window.log().getByText("Sending…")).isVisible();
        window.page().evaluate("dispatchEvent(new Event('pagehide'))");
        window.context().setOffline(false);

        window.page().reload();

        assertThat(window.log().getByText("I could not do that")).isVisible();
        assertThat(window.log().locator(".message")).hasCount(2);
    }

    @Test
    void whatWasFoundIsOfferedAsCardsAndChosenByOne() {
        window.say("A flight to Tokyo");
        var flights = window.log().getByLabel("Flights").locator(".offer");
        assertThat(flights).hasCount(3);
        assertThat(flights.nth(0)).containsText("11:35");
        assertThat(flights.nth(0)).containsText("£1,284");
        assertThat(flights.nth(1).getByText("2 seats left")).isVisible();
        assertThat(window.log().getByLabel("Hotels").locator(".offer")).hasCount(2);
        assertThat(window.log().locator(".prose > ol:not(.offers)")).hasCount(0);

        window.button("Book flight 1: London to Tokyo, JW 412").click();

        assertThat(said("Book flight number 1")).isVisible();
    }

    @Test
    void onlyTheOffersThatANumberMeansCanBeChosen() {
        window.say("A flight to Tokyo");
        assertThat(window.log().getByText("Book", new Locator.GetByTextOptions().setExact(true)))
                .hasCount(5);
        window.say("and another");
        assertThat(window.log().locator(".offer")).hasCount(10);
        assertThat(window.log().locator(".offer button")).hasCount(5);
    }

    @Test
    void aLongConversationIsReadBackToItsBeginning() {
        window.say("a long story");
        assertThat(window.log().getByText("This was chapter 90.")).isVisible();
        window.page().evaluate("sessionStorage.clear()");
        window.page().evaluate("addEventListener('pagehide', () => sessionStorage.clear())");
        window.page().reload();
        assertThat(window.log().getByText("This was chapter 90.")).isInViewport();
        assertThat(said("Chapter 41, please")).hasCount(1);
        assertThat(said("Chapter 40, please")).hasCount(0);

        window.page().evaluate("document.querySelector('#log').scrollTop = 0");

        assertThat(said("Chapter 40, please")).hasCount(1);
        assertThat(said("Chapter 41, please")).isInViewport();
        window.button("Earlier messages").click();
        assertThat(window.log().getByText("It began like this.")).hasCount(1);
        assertThat(window.button("Earlier messages")).hasCount(0);
        assertThat(window.log().locator(".message")).hasCount(182);
    }

    @Test
    void onAPhoneTheListIsBehindAButton() {
        window.close();
        window = chromium.open(port, 390, 780, ColorScheme.LIGHT).connected();
        window.say("nothing");
        assertThat(window.log().getByText("I could not do that")).isVisible();
        assertThat(window.list()).isHidden();
        window.button("Conversations").click();
        assertThat(entry("nothing")).isFocused();
        window.shoot("12-phone-conversations");
        window.page().keyboard().press("Escape");
        assertThat(window.list()).isHidden();
        assertThat(window.button("Conversations")).isFocused();
        window.button("Conversations").click();
        entry("nothing").click();
        assertThat(window.list()).isHidden();
        assertThat((Integer) window.page().evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(390);
    }
}
