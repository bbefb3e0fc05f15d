package dev.jetway.runtime.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * The page at {@code /docs}: the descriptions and the flows, for people. It loads nothing and runs nothing.
 *
 * @param policy the content security policy it is served with
 */
record DocsPage(String html, String policy) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REF = "$ref";

    static DocsPage rendered() {
        var style = Description.STYLE.text();
        return new DocsPage(
                html(style),
                String.join(
                        "; ",
                        "default-src 'none'",
                        "style-src 'sha256-%s'".formatted(Description.digest(style)),
                        "img-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'"));
    }

    private static String html(String style) {
        var async = tree(Description.ASYNC_API);
        var flows = Description.FLOWS.text();
        var page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Jetway: what front ends speak</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml">
                <style>%s</style>
                </head>
                <body>
                <header>
                <h1>What front ends speak</h1>
                <p>%s</p>
                <p>For machines: <a href="/v1/asyncapi.json">AsyncAPI</a> of the WebSocket,
                <a href="/v1/openapi.json">OpenAPI</a> of HTTP
                (and of the <a href="/v1/openapi-operations.json">operations address</a>),
                <a href="/v1/agui-1.0-events.schema.json">JSON Schema</a> of the events.</p>
                </header>
                <nav aria-label="Contents"><ul>
                <li><a href="#client">What a client says</a></li>
                <li><a href="#server">What the server says</a></li>
                <li><a href="#codes">Codes</a></li>
                <li><a href="#http">HTTP</a></li>
                <li><a href="#flows">Flows</a><ul>
                """.formatted(
                        style, Markdown.inline(async.at("/info/description").asText())));
        Markdown.headings(flows)
                .forEach(heading -> page.append("<li><a href=\"#%s\">%s</a></li>\n"
                        .formatted(Markdown.anchor(heading), Markdown.inline(heading))));
        page.append("</ul></li>\n</ul></nav>\n<main>\n");
        section(page, "client", "What a client says", frames(async, "receive"));
        section(page, "server", "What the server says", frames(async, "send"));
        section(
                page,
                "codes",
                "Codes",
                codes(async, "errorCode", "Of error, and of errors over HTTP") + codes(async, "byeCode", "Of bye"));
        section(
                page,
                "http",
                "HTTP",
                paths(tree(Description.OPEN_API), "At the gateway's address")
                        + paths(tree(Description.OPERATIONS_API), "At the operations address, besides the probes"));
        section(page, "flows", "Flows", Markdown.html(flows));
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void section(StringBuilder page, String id, String title, String content) {
        page.append("<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n%s</section>\n"
                .formatted(id, id, title, content));
    }

    private static String frames(JsonNode async, String action) {
        var receives = messages(async, "receive");
        var rows = new ArrayList<List<String>>();
        async.at("/components/messages").properties().forEach(it -> {
            if (receives.contains(it.getKey()) == action.equals("receive")) {
                var schema = resolved(async, it.getValue().path("payload"));
                rows.add(List.of(
                        "<code>%s</code>".formatted(it.getKey()),
                        Markdown.inline(it.getValue().path("summary").asText()),
                        fields(async, schema)));
            }
        });
        return table("Frames", List.of("frame", "meaning", "fields"), rows);
    }

    private static Set<String> messages(JsonNode async, String action) {
        var names = new TreeSet<String>();
        for (var operation : async.path("operations")) {
            if (operation.path("action").asText().equals(action)) {
                for (var message : operation.path("messages")) {
                    var ref = message.path(REF).asText();
                    names.add(ref.substring(ref.lastIndexOf('/') + 1));
                }
            }
        }
        return names;
    }

    private static String fields(JsonNode async, JsonNode schema) {
        var required = new TreeSet<String>();
        schema.path("required").forEach(it -> required.add(it.asText()));
        var items = new StringBuilder();
        schema.path("properties").properties().forEach(field -> {
            if (!field.getKey().equals("type")) {
                var type = resolved(async, field.getValue());
                items.append("<li><code>%s%s</code> %s</li>\n"
                        .formatted(
                                Markdown.escaped(field.getKey()),
                                required.contains(field.getKey()) ? "" : "?",
                                Markdown.inline(explained(async, type))));
            }
        });
        return items.isEmpty() ? "" : "<ul>\n%s</ul>".formatted(items);
    }

    private static String explained(JsonNode async, JsonNode type) {
        var text = new StringBuilder(type.path("description").asText());
        var inner = type.path("type").asText().equals("array") ? resolved(async, type.path("items")) : type;
        if (inner.has("properties")) {
            var names = StreamSupport.stream(
                            ((Iterable<String>) () -> inner.path("properties").fieldNames()).spliterator(), false)
                    .map("`%s`"::formatted)
                    .toList();
            text.append(text.isEmpty() ? "" : ". ").append("With ").append(String.join(", ", names));
        } else if (type.has("enum") && !type.has("x-enum-descriptions")) {
            var words = new ArrayList<String>();
            type.path("enum").forEach(it -> words.add("`%s`".formatted(it.asText())));
            text.append(text.isEmpty() ? "" : ". ").append("One of ").append(String.join(", ", words));
        }
        return text.toString();
    }

    private static String codes(JsonNode async, String schema, String title) {
        var rows = new ArrayList<List<String>>();
        async.at("/components/schemas/%s/x-enum-descriptions".formatted(schema))
                .properties()
                .forEach(it -> rows.add(List.of(
                        "<code>%s</code>".formatted(Markdown.escaped(it.getKey())),
                        Markdown.inline(it.getValue().asText()))));
        return table(title, List.of("code", "meaning"), rows);
    }

    private static String paths(JsonNode open, String title) {
        var rows = new ArrayList<List<String>>();
        open.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().has("responses")) {
                        var answers = new ArrayList<String>();
                        method.getValue().path("responses").fieldNames().forEachRemaining(answers::add);
                        rows.add(List.of(
                                "<code>%s %s</code>".formatted(method.getKey().toUpperCase(Locale.ROOT), path.getKey()),
                                Markdown.inline(
                                        method.getValue().path("summary").asText()),
                                String.join(" ", answers)));
                    }
                }));
        return table(title, List.of("request", "meaning", "answers"), rows);
    }

    private static String table(String caption, List<String> head, List<List<String>> rows) {
        var table = new StringBuilder(
                "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n".formatted(caption));
        table.append("<table>\n<caption>%s</caption>\n<thead><tr>".formatted(caption));
        head.forEach(it -> table.append("<th scope=\"col\">%s</th>".formatted(it)));
        table.append("</tr></thead>\n<tbody>\n");
        for (var row : rows) {
            table.append("<tr><th scope=\"row\">%s</th>".formatted(row.get(0)));
            row.subList(1, row.size()).forEach(cell -> table.append("<td>%s</td>".formatted(cell)));
            table.append("</tr>\n");
        }
        return table.append("</tbody>\n</table>\n</div>\n").toString();
    }

    /** What a reference within the same document stands for; others stay as they are. */
    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        var ref = schema.path(REF).asText();
        return ref.startsWith("#") ? document.at(ref.substring(1)) : schema;
    }

    private static JsonNode tree(Description description) {
        try {
            return JSON.readTree(description.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s is not JSON".formatted(description.name()), e);
        }
    }
}
