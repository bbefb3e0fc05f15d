package dev.jetway.runtime.gateway.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.region.Affinity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The chat page in a real browser, where a node wants real access tokens. */
@EnabledIf("dev.jetway.runtime.gateway.http.Chromium#isInstalled")
class ChatPageSignInTest {

    private static ActorTestKit kit;
    private static int port;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        kit = Gateways.kit();
        port = Gateways.bind(new GatewayRoutes(
                kit.system(),
                Gateways.settings(""),
                new StagedConversations(kit, Duration.ofMillis(150)),
                ChatPageSignInTest::judge,
                () -> new GatewayInfo("0.1.0-test", "embedded", List.of()),
                GatewayMetrics.NONE,
                Affinity.alone("eu"),
                Acknowledgements.ALONE));
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        kit.shutdownTestKit();
    }

    private static CompletionStage<Verdict> judge(String token) {
        var ann = new Identity(
                "ann",
                Optional.empty(),
                Gateways.settings("").tenants().placement(Optional.empty()),
                Set.of(),
                Optional.empty());
        return CompletableFuture.completedFuture(
                token.equals("good")
                        ? new Authenticator.Identified(ann)
                        : new Authenticator.Denied("This token has expired"));
    }

    private static ChatWindow open() {
        return chromium.openAt(
                "http://127.0.0.1:%d/?as=ann".formatted(port), Chromium.options(1280, 860, ColorScheme.LIGHT));
    }

    /** The node is asked how to sign in before anything is shown; it says so here. */
    private static void wantTokens(ChatWindow window) {
        window.page().route("**/v1/info", ChatPageSignInTest::withTokens);
        window.page().reload();
    }

    private static void withTokens(Route route) {
        var response = route.fetch();
        route.fulfill(new Route.FulfillOptions()
                .setResponse(response)
                .setBody(response.text().replace("\"authentication\":\"dev\"", "\"authentication\":\"oidc\"")));
    }

    private static void give(ChatWindow window, String token) {
        window.page().getByLabel("Access token").fill(token);
        window.button("Sign in").click();
    }

    @Test
    void aTokenIsAskedForAndAnotherWhereThatOneIsNotTaken() {
        try (var window = open()) {
            wantTokens(window);
            assertThat(window.page().getByText("Development mode")).hasCount(0);
            assertThat(window.dialog()).hasAccessibleName("Who are you?");
            give(window, "stale");
            assertThat(window.dialog()).hasAccessibleName("Please sign in again");
            window.shoot("14-sign-in");
            give(window, "good");
            window.connected();
            assertThat(window.dialog()).isHidden();
            window.say("nothing");
            assertThat(window.log().getByText("I could not do that")).isVisible();
            window.page().reload();
            window.connected();
            assertThat(window.log().getByText("I could not do that")).isVisible();
        }
    }

    @Test
    void whoeverIsNotWhoTheyMayBeInDevelopmentIsToldAndCanTryAgain() {
        try (var window = open()) {
            assertThat(window.page().getByRole(AriaRole.ALERT)).containsText("This token has expired");
            assertThat(window.page().getByText("Not signed in", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(window.button("Try again")).isVisible();
        }
    }
}
