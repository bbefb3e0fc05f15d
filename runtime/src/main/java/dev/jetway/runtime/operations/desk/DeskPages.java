package dev.jetway.runtime.operations.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.desk.Desk.OpenCases;
import dev.jetway.runtime.desk.Waiting;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.operations.CasePages;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What there is to do at the desk, as JSON. */
final class DeskPages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DeskPages() {}

    static String all(List<Waiting> waiting, OpenCases cases, Identity clerk, Instant now) {
        var page = JSON.createObjectNode().put("now", now.toString());
        var conversations = page.putArray("conversations");
        waiting.forEach(it -> describe(conversations.addObject(), it, clerk));
        var open = page.putArray("cases");
        cases.cases().forEach(it -> CasePages.describe(open.addObject(), it, now));
        return page.toString();
    }

    private static void describe(ObjectNode page, Waiting waiting, Identity clerk) {
        var id = ConversationId.fromEntityId(waiting.conversation());
        page.put("conversation", waiting.conversation())
                .put("traveler", id.subject())
                .put("thread", id.thread());
        var attention = waiting.attention();
        if (attention.tenant() != null) {
            page.put("tenant", attention.tenant());
        }
        if (attention.need() != null) {
            page.putObject("need")
                    .put("kind", attention.need().kind().name().toLowerCase(Locale.ROOT))
                    .put("since", time(attention.need().since()))
                    .put("words", attention.need().words());
        }
        if (attention.visit() != null) {
            var visit = attention.visit();
            boolean own = visit.clerk().subject().equals(clerk.subject());
            var shown = page.putObject("visit")
                    .put("name", visit.clerk().name())
                    .put("own", own)
                    .put("since", time(visit.at()))
                    .put("until", time(visit.until()));
            if (own) {
                shown.put("id", visit.id());
            }
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
