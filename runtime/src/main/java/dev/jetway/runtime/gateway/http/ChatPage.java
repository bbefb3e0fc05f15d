package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chat page and its libraries, from the class path. Only the files named here are served. */
final class ChatPage extends AllDirectives {

    private static final List<String> FILES = List.of(
            "app.css",
            "app.js",
            "chat.css",
            "client/back-off.js",
            "client/commands.js",
            "client/connection.js",
            "client/thread.js",
            "icon.svg",
            "jetway-client.js",
            "model.js",
            "plan.css",
            "shelf.js",
            "sign-in.js",
            "storage.js",
            "talk.js",
            "talks.js",
            "views/composer.js",
            "views/header.js",
            "views/icons.js",
            "views/log.js",
            "views/markdown.js",
            "views/offers.js",
            "views/page.js",
            "views/plan.js",
            "views/question.js",
            "views/sidebar.js",
            "views/sign-in.js");

    /** Path below {@code /webjars} by the name the page uses. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lit-html.js", "lit-html/3.3.2/lit-html.js",
            "directive.js", "lit-html/3.3.2/directive.js",
            "directive-helpers.js", "lit-html/3.3.2/directive-helpers.js",
            "directives/repeat.js", "lit-html/3.3.2/directives/repeat.js",
            "directives/unsafe-html.js", "lit-html/3.3.2/directives/unsafe-html.js",
            "marked.js", "marked/17.0.1/lib/marked.esm.js",
            "purify.js", "dompurify/3.3.3/dist/purify.es.mjs");

    private final PageFiles files = new PageFiles(List.of("lit-html", "dompurify"));

    Route route() {
        var routes = new ArrayList<Route>();
        routes.add(pathSingleSlash(() -> files.page("page/index.html")));
        FILES.forEach(file -> routes.add(files.file(file, "page/" + file)));
        LIBRARIES.forEach((name, jar) -> routes.add(files.file("lib/" + name, "META-INF/resources/webjars/" + jar)));
        return get(() -> concat(routes.get(0), routes.subList(1, routes.size()).toArray(Route[]::new)));
    }
}
