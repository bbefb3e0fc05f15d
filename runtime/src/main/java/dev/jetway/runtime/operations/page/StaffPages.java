package dev.jetway.runtime.operations.page;

import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import dev.jetway.runtime.gateway.http.PageFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /desk} and {@code /operator}, from the class path: only the files named here, and nothing that takes a token to
 * see. What they import from {@code /lib}, and their icon, the chat page's routes serve.
 */
public final class StaffPages extends AllDirectives {

    private static final List<String> PAGES = List.of("desk", "operator");

    private static final List<String> FILES = List.of(
            "desk/desk.js",
            "desk/conversation.js",
            "desk/staff.js",
            "desk/desk.css",
            "desk/staff.css",
            "operator/operator.js",
            "operator/operator.css");

    private final PageFiles files = new PageFiles(List.of("lit-html"));

    public Route route() {
        var routes = new ArrayList<Route>();
        PAGES.forEach(page -> routes.add(path(page, () -> files.page("page/%s/index.html".formatted(page)))));
        FILES.forEach(file -> routes.add(files.file(file, "page/" + file)));
        return get(() -> concat(routes.get(0), routes.subList(1, routes.size()).toArray(Route[]::new)));
    }
}
