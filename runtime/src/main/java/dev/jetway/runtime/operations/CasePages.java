package dev.jetway.runtime.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.CommitmentId;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.desk.Desk.OpenCases;
import java.time.Duration;
import java.time.Instant;

/** What the desk answers, as JSON. */
public final class CasePages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CasePages() {}

    public static String open(OpenCases open, Instant now) {
        var page = JSON.createObjectNode().put("listed", open.listed()).put("most", open.most());
        var cases = page.putArray("open");
        open.cases().forEach(it -> describe(cases.addObject(), it, now));
        return page.toString();
    }

    /** @return with {@code error} when it is not as was asked */
    public static String answer(CaseAnswer answer, Instant now) {
        var page = JSON.createObjectNode();
        if (answer.kind() != CaseAnswer.Kind.AGREED) {
            page.put("error", answer.sentence());
        }
        if (answer.found() != null) {
            describe(page.putObject("case"), answer.found(), now);
        }
        return page.toString();
    }

    public static void describe(ObjectNode page, Case it, Instant now) {
        var call = it.call();
        page.put("id", it.id());
        CommitmentId.parse(it.id())
                .ifPresent(id -> page.put("conversation", id.conversation())
                        .put("turn", id.turn())
                        .put("task", id.task()));
        page.put("traveler", call.traveler().subject()).put("tool", call.tool());
        if (call.title() != null) {
            page.put("title", call.title());
        }
        arguments(page, call.arguments());
        page.put("idempotencyKey", call.key());
        time(page, "approvedAt", it.times().approved());
        time(page, "sentAt", it.times().sent());
        time(page, "gaveUpAt", it.times().gaveUp());
        page.put("attempts", it.attempts());
        var errors = page.putArray("errors");
        it.errors().forEach(errors::add);
        if (it.primary() != null) {
            page.put("primaryMayKnow", it.primary());
        }
        if (it.open()) {
            var since = Instant.ofEpochMilli(it.times().gaveUp());
            page.put("openSeconds", Duration.between(since, now).toSeconds());
        } else {
            settled(page.putObject("settled"), it.settlement());
        }
    }

    private static void settled(ObjectNode page, Settlement how) {
        page.put("done", how.done()).put("at", Instant.ofEpochMilli(how.at()).toString());
        if (how.reference() != null) {
            page.put("reference", how.reference());
        }
        if (how.by() != null) {
            page.put("by", how.by());
        }
        if (how.note() != null) {
            page.put("note", how.note());
        }
        page.put("inWords", how.inWords());
    }

    private static void arguments(ObjectNode page, String arguments) {
        try {
            page.set("arguments", JSON.readTree(arguments));
        } catch (JsonProcessingException e) {
            page.put("arguments", arguments);
        }
    }

    private static void time(ObjectNode page, String field, long millis) {
        if (millis > 0) {
            page.put(field, Instant.ofEpochMilli(millis).toString());
        }
    }
}
