package dev.jetway.runtime.gateway.agui;

import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.identity.AcknowledgementLevel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a {@code RunAgentInput}. */
public final class RunInputs {

    public static final int MAX_MESSAGES = 20;
    public static final int MAX_TEXT = 20_000;

    private static final int MAX_ANSWERS = 24;

    private RunInputs() {}

    public static RunInput read(Fields frame) throws BadFrameException {
        var input = frame.object("input").orElseThrow(() -> frame.missing("input"));
        var answers = answers(input);
        return answers.isPresent() ? answers.get() : say(input);
    }

    /** The new message an input brings, whatever it answers besides. */
    public static RunInput.Say say(Fields input) throws BadFrameException {
        return new RunInput.Say(
                input.name("threadId"),
                input.name("runId"),
                messages(input),
                respond(input),
                acknowledgement(input),
                person(input));
    }

    /** Whether an input ends with a message of the traveler, so that {@link #say} is worth trying. */
    public static boolean says(Fields input) throws BadFrameException {
        var messages = input.array("messages");
        return !messages.isEmpty()
                && input.element("messages", messages.size() - 1)
                        .required("role")
                        .equals("user");
    }

    /** What an input answers; empty when it has no {@code resume}, or an empty one. */
    public static Optional<RunInput.Resume> answers(Fields input) throws BadFrameException {
        var thread = input.name("threadId");
        var runId = input.name("runId");
        input.array("messages");
        int count = input.array("resume").size();
        return count == 0 ? Optional.empty() : Optional.of(answers(input, thread, runId, count));
    }

    /** The user messages after the last message of any other role, oldest first. */
    private static List<UserMessage> messages(Fields input) throws BadFrameException {
        var trailing = new ArrayDeque<Fields>();
        for (int i = input.array("messages").size() - 1; i >= 0; i--) {
            var message = input.element("messages", i);
            if (!message.required("role").equals("user")) {
                break;
            }
            if (trailing.size() == MAX_MESSAGES) {
                throw payload("%s ends with more than %d user messages; send those that are new"
                        .formatted(input.at("messages"), MAX_MESSAGES));
            }
            trailing.addFirst(message);
        }
        if (trailing.isEmpty()) {
            throw Fields.bad("%s must end with a message of role 'user'".formatted(input.at("messages")));
        }
        var messages = new ArrayList<UserMessage>();
        var ids = new HashSet<String>();
        for (var message : trailing) {
            var id = message.id("id");
            if (!ids.add(id)) {
                throw Fields.bad("%s is used by two messages".formatted(message.at("id")));
            }
            messages.add(new UserMessage(id, content(message)));
        }
        return messages;
    }

    /** A text, or AG-UI content parts of type text. */
    private static String content(Fields message) throws BadFrameException {
        String text;
        if (message.node().path("content").isArray()) {
            var parts = new ArrayList<String>();
            for (int i = 0; i < message.array("content").size(); i++) {
                var part = message.element("content", i);
                if (!part.required("type").equals("text")) {
                    throw payload("%s is not text; only text can be read".formatted(part.path()));
                }
                parts.add(part.required("text"));
            }
            text = String.join("\n", parts);
        } else {
            text = message.required("content");
        }
        if (text.length() > MAX_TEXT) {
            throw payload("%s has %d characters; at most %d are read"
                    .formatted(message.at("content"), text.length(), MAX_TEXT));
        }
        return text;
    }

    private static boolean respond(Fields input) throws BadFrameException {
        var jetway = jetway(input);
        return jetway.isEmpty() || jetway.get().bool("respond").orElse(true);
    }

    private static boolean person(Fields input) throws BadFrameException {
        var jetway = jetway(input);
        return jetway.isPresent() && jetway.get().bool("person").orElse(false);
    }

    private static AcknowledgementLevel acknowledgement(Fields input) throws BadFrameException {
        var jetway = jetway(input);
        var word = jetway.isEmpty() ? Optional.<String>empty() : jetway.get().text("acknowledge");
        try {
            return word.map(AcknowledgementLevel::of).orElse(AcknowledgementLevel.LOCAL);
        } catch (IllegalArgumentException e) {
            throw Fields.bad("%s %s".formatted(jetway.orElseThrow().at("acknowledge"), e.getMessage()));
        }
    }

    private static Optional<Fields> jetway(Fields input) throws BadFrameException {
        var forwarded = input.object("forwardedProps");
        return forwarded.isEmpty() ? forwarded : forwarded.get().object("jetway");
    }

    private static RunInput.Resume answers(Fields input, String thread, String runId, int count)
            throws BadFrameException {
        if (count > MAX_ANSWERS) {
            throw payload("%s has more than %d answers".formatted(input.at("resume"), MAX_ANSWERS));
        }
        var approvals = new TreeMap<String, Boolean>();
        for (int i = 0; i < count; i++) {
            var entry = input.element("resume", i);
            var id = entry.id("interruptId");
            if (approvals.put(id, approved(entry)) != null) {
                throw Fields.bad("%s is answered twice".formatted(entry.at("interruptId")));
            }
        }
        return new RunInput.Resume(thread, runId, approvals, acknowledgement(input));
    }

    private static boolean approved(Fields entry) throws BadFrameException {
        var status = entry.required("status");
        return switch (status) {
            case "cancelled" -> false;
            case "resolved" -> {
                var payload = entry.object("payload").orElseThrow(() -> entry.missing("payload"));
                yield payload.bool("approved").orElseThrow(() -> payload.missing("approved"));
            }
            default -> throw Fields.bad("%s must be 'resolved' or 'cancelled'".formatted(entry.at("status")));
        };
    }

    private static BadFrameException payload(String message) {
        return new BadFrameException("payload_invalid", null, message);
    }
}
