package dev.jetway.runtime.gateway.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The chat page as a traveler has it before them. Closing it fails if the browser complained about anything. */
final class ChatWindow implements AutoCloseable {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final List<String> OF_THE_NETWORK =
            List.of("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "WebSocket connection to");

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final BrowserContext context;
    private final Page page;

    ChatWindow(BrowserContext context, String address) {
        this.context = context;
        page = context.newPage();
        page.setDefaultTimeout(Chromium.PATIENCE_MS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && OF_THE_NETWORK.stream().noneMatch(message.text()::contains)) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(address);
    }

    /** Waits until it is connected. */
    ChatWindow connected() {
        assertThat(page.getByText("Connected", new Page.GetByTextOptions().setExact(true)))
                .isAttached();
        return this;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    void shoot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
    }

    void say(String text) {
        page.getByLabel("Your message").fill(text);
        page.keyboard().press("Enter");
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator log() {
        return page.getByRole(AriaRole.LOG);
    }

    Locator plan() {
        return page.getByRole(AriaRole.COMPLEMENTARY);
    }

    Locator list() {
        return page.getByRole(AriaRole.NAVIGATION);
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("complaints in the browser's console").isEmpty();
    }
}
