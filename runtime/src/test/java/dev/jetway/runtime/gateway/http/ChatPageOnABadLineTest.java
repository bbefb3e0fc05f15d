package dev.jetway.runtime.gateway.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.region.Affinity;
import dev.jetway.runtime.region.Place;
import dev.jetway.runtime.region.Placements;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The chat page in a real browser: a line that is cut, a network that goes, a region that is the wrong one. */
@EnabledIf("dev.jetway.runtime.gateway.http.Chromium#isInstalled")
class ChatPageOnABadLineTest {

    private static final String OFFLINE = "You are offline.";

    private static ActorTestKit kit;
    private static int port;
    private static Chromium chromium;

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

    @Test
    void aLineThatIsCutIsToldAndNothingIsLost() throws IOException {
        try (var line = new Line(port);
                var window = chromium.open(line.port()).connected()) {
            window.say("A flight to Tokyo");
            assertThat(window.plan().locator(".task.working").first()).isVisible();
            line.cut();
            assertThat(window.page().getByText(OFFLINE)).isVisible();
            window.say("nothing");
            assertThat(window.log().getByText("Sending…")).isVisible();
            window.shoot("13-offline");
            window.button("Try now").click();
            assertThat(window.page().getByText(OFFLINE)).isVisible();
            line.mend();

            assertThat(window.log().getByText("Kanda Lantern")).isVisible();
            assertThat(window.log().getByText("I could not do that")).isVisible();
            assertThat(window.page().getByText(OFFLINE)).hasCount(0);
            assertThat(window.log().locator(".message")).hasCount(4);
        }
    }

    @Test
    void aBrowserWithoutANetworkFindsOutAndComesBackByItself() {
        try (var window = chromium.open(port).connected()) {
            window.context().setOffline(true);
            assertThat(window.page().getByText(OFFLINE)).isVisible();
            window.say("book the first flight");
            window.context().setOffline(false);
            assertThat(window.dialog()).isVisible();
            assertThat(window.page().getByText(OFFLINE)).hasCount(0);
        }
    }

    @Test
    void aReloadWithoutALineLosesNothingThatWasTyped() throws IOException {
        try (var line = new Line(port);
                var window = chromium.open(line.port()).connected()) {
            line.cut();
            assertThat(window.page().getByText(OFFLINE)).isVisible();
            window.say("nothing");
            assertThat(window.log().getByText("Sending…")).isVisible();
            line.mend();
            window.page().reload();
            assertThat(window.log().getByText("I could not do that")).isVisible();
            assertThat(window.log().locator(".message")).hasCount(2);
        }
    }

    @Test
    void aTravelerInTheWrongRegionIsShownTheWayHome() {
        var us = new Place(Optional.empty(), Optional.of(URI.create("https://us.travel.example")));
        var regions = new Affinity(
                "eu",
                new TreeMap<>(Map.of("eu", new Place(Optional.empty(), Optional.empty()), "us", us)),
                new Placements(new TreeMap<>(Map.of("america", Placement.of("america", List.of("us"))))));
        var eu = Gateways.bind(Gateways.routes(
                kit,
                new StagedConversations(kit, Duration.ofMillis(250)),
                "jetway.tenants.clinic { home = us, placement = america }",
                regions,
                Acknowledgements.ALONE));
        try (var window = chromium.openAt(
                "http://127.0.0.1:%d/?as=ann@clinic".formatted(eu), Chromium.options(1280, 860, ColorScheme.LIGHT))) {
            assertThat(window.page().getByText("Your conversations stay in region us"))
                    .isVisible();
            assertThat(window.page().getByText("Go to region us", new Page.GetByTextOptions().setExact(true)))
                    .hasAttribute("href", "https://us.travel.example");
            window.say("A flight to Tokyo");
            assertThat(window.log().getByText("Not sent: ")).isVisible();
        }
    }
}
