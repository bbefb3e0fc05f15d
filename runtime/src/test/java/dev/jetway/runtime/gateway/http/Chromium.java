package dev.jetway.runtime.gateway.http;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real browser, in /usr/bin/chromium or where CHROMIUM says. For one thread. */
final class Chromium implements AutoCloseable {

    static final double PATIENCE_MS = 20_000;

    private static final Path BINARY = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));

    private static final AtomicInteger TRAVELERS = new AtomicInteger();

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(BINARY)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    /** For {@code @EnabledIf("dev.jetway.runtime.gateway.http.Chromium#isInstalled")}. */
    static boolean isInstalled() {
        return Files.isExecutable(BINARY);
    }

    /** A window of a traveler nobody has seen before. */
    ChatWindow open(int port) {
        return open(port, 1280, 860, ColorScheme.LIGHT);
    }

    ChatWindow open(int port, int width, int height, ColorScheme scheme) {
        return new ChatWindow(
                browser.newContext(options(width, height, scheme)),
                "http://127.0.0.1:%d/?as=ann-%d".formatted(port, TRAVELERS.incrementAndGet()));
    }

    /** At an address of one's own, not connected yet. */
    ChatWindow openAt(String address, Browser.NewContextOptions options) {
        return new ChatWindow(browser.newContext(options), address);
    }

    static Browser.NewContextOptions options(int width, int height, ColorScheme scheme) {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
