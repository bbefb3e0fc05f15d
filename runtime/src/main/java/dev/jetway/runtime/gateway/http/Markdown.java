package dev.jetway.runtime.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The little Markdown our own documents use, as HTML. Whatever it does not know stays text. */
final class Markdown {

    private static final String FENCE = "```";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern EMPHASIS = Pattern.compile("\\*([^*]+)\\*");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\(([^)\\s]+)\\)");

    /** What a link may lead to; our files that are not served are named only. */
    private static final Pattern SERVED = Pattern.compile("https?://|/|#");

    private final StringBuilder html = new StringBuilder();
    private final List<String> paragraph = new ArrayList<>();
    private String heading = "";

    private Markdown() {}

    /** Text within a line. */
    static String inline(String text) {
        var parts = new StringBuilder();
        var code = CODE.matcher(text);
        int end = 0;
        while (code.find()) {
            parts.append(phrases(text.substring(end, code.start())));
            parts.append("<code>").append(escaped(code.group(1))).append("</code>");
            end = code.end();
        }
        return parts.append(phrases(text.substring(end))).toString();
    }

    private static String phrases(String text) {
        var strong = STRONG.matcher(escaped(text)).replaceAll("<strong>$1</strong>");
        var emphasis = EMPHASIS.matcher(strong).replaceAll("<em>$1</em>");
        return LINK.matcher(emphasis)
                .replaceAll(link -> SERVED.matcher(link.group(2)).lookingAt() ? "<a href=\"$2\">$1</a>" : "$1");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** What a heading is linked by. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    static List<String> headings(String document) {
        return document.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
    }

    /** Without its first heading, and with all others one level down. */
    static String html(String document) {
        var markdown = new Markdown();
        var fence = new ArrayList<String>();
        boolean fenced = false;
        for (var line : document.lines().toList()) {
            if (line.startsWith(FENCE)) {
                markdown.endParagraph();
                if (fenced) {
                    markdown.transcript(fence);
                    fence.clear();
                }
                fenced = !fenced;
            } else if (fenced) {
                fence.add(line);
            } else {
                markdown.line(line);
            }
        }
        markdown.endParagraph();
        return markdown.html.toString();
    }

    private void line(String line) {
        if (line.isBlank()) {
            endParagraph();
        } else if (line.startsWith("## ")) {
            endParagraph();
            heading = line.substring(3);
            html.append("<h3 id=\"%s\">%s</h3>\n".formatted(anchor(heading), inline(heading)));
        } else if (!line.startsWith("# ")) {
            paragraph.add(line);
        }
    }

    private void endParagraph() {
        if (!paragraph.isEmpty()) {
            html.append("<p>").append(inline(String.join("\n", paragraph))).append("</p>\n");
            paragraph.clear();
        }
    }

    private void transcript(List<String> lines) {
        html.append("<pre tabindex=\"0\" role=\"region\" aria-label=\"%s, as it went over the wire\"><code>"
                .formatted(escaped(heading)));
        for (var line : lines) {
            html.append("<span class=\"%s\">".formatted(line.startsWith("→") ? "client" : "server"))
                    .append(escaped(line))
                    .append("</span>\n");
        }
        html.append("</code></pre>\n");
    }
}
