package dev.jetway.loadtests.drill;

import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Approved;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.Event;
import dev.jetway.loadtests.drill.Observation.Followed;
import dev.jetway.loadtests.drill.Observation.GaveUp;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Reset;
import dev.jetway.loadtests.drill.Observation.Sent;
import dev.jetway.loadtests.drill.Observation.Stored;
import dev.jetway.loadtests.drill.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges what front ends recorded against what Jetway promises. Knows nothing of how Jetway works, and
 * shares no code with it.
 */
public final class Checker {

    private final List<Violation> violations = new ArrayList<>();
    private final ClientHistory history;

    private Checker(ClientHistory history) {
        this.history = history;
    }

    /**
     * Every broken promise.
     *
     * @param bookings the references in the bookings database, by traveler; none for a traveler that is absent
     */
    public static List<Violation> check(List<ClientHistory> histories, Map<String, List<String>> bookings) {
        return histories.stream()
                .flatMap(history ->
                        new Checker(history).check(bookings.getOrDefault(history.traveler(), List.of())).stream())
                .toList();
    }

    private List<Violation> check(List<String> bookings) {
        turnsEnd();
        conversationIsWhole();
        eventsAreWhole();
        bookingsMatch(bookings);
        return violations;
    }

    private void turnsEnd() {
        var ended = history.all(Ended.class).map(Ended::runId).collect(Collectors.toSet());
        var reasons = history.all(GaveUp.class)
                .collect(Collectors.toMap(GaveUp::runId, GaveUp::reason, (first, second) -> second));
        for (var run : started()) {
            if (!ended.contains(run)) {
                report(Kind.TURN_NEVER_ENDED, "run %s: %s".formatted(run, reasons.getOrDefault(run, "no word")));
            }
        }
    }

    private Set<String> started() {
        var runs = new LinkedHashSet<String>();
        for (var observation : history.observations()) {
            if (observation instanceof Sent sent) {
                runs.add(sent.runId());
            } else if (observation instanceof Approved approved) {
                runs.add(approved.runId());
            }
        }
        return runs;
    }

    private void conversationIsWhole() {
        var last = history.all(Stored.class).reduce((first, second) -> second);
        if (last.isEmpty()) {
            report(Kind.HISTORY_UNREADABLE, "the conversation was never read");
            return;
        }
        var messages = last.get().messages();
        doublesIn(messages);
        var acknowledged = acknowledged();
        var answered = history.all(Ended.class)
                .filter(end -> end.how() == How.ANSWERED)
                .map(Ended::runId)
                .collect(Collectors.toSet());
        var checked = new HashSet<String>();
        history.all(Sent.class).filter(sent -> checked.add(sent.messageId())).forEach(sent -> {
            int at = indexOf(messages, sent.messageId());
            if (at < 0 && acknowledged.contains(sent.runId())) {
                report(Kind.ACKNOWLEDGED_MESSAGE_MISSING, "message " + sent.messageId());
            } else if (at >= 0
                    && answered.contains(sent.runId())
                    && replies(messages, at).isEmpty()) {
                report(Kind.REPLY_MISSING, "behind message " + sent.messageId());
            }
        });
    }

    private void doublesIn(List<Message> messages) {
        var ids = new HashSet<String>();
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            if (!ids.add(message.id())) {
                report(Kind.MESSAGE_DOUBLED, "message " + message.id());
            }
            if (message.role().equals("user")) {
                var texts = new HashSet<String>();
                replies(messages, i).stream()
                        .filter(reply -> !texts.add(reply.text()))
                        .forEach(reply -> report(Kind.REPLY_DOUBLED, "behind message " + message.id()));
            }
        }
    }

    private static int indexOf(List<Message> messages, String id) {
        return messages.stream().map(Message::id).toList().indexOf(id);
    }

    /** What was said between a message of the traveler and the next one. */
    private static List<Message> replies(List<Message> messages, int at) {
        return messages.subList(at + 1, messages.size()).stream()
                .takeWhile(message -> message.role().equals("assistant"))
                .toList();
    }

    private void eventsAreWhole() {
        var seen = new HashMap<String, Integer>();
        String epoch = "";
        long last = 0;
        for (var observation : history.observations()) {
            if (observation instanceof Followed followed) {
                epoch = followed.epoch();
                last = followed.after();
            } else if (observation instanceof Reset reset) {
                epoch = reset.epoch();
                last = reset.seq();
            } else if (observation instanceof Event event) {
                if (event.seq() > last + 1) {
                    report(Kind.EVENT_MISSING, "%d follows %d in %s".formatted(event.seq(), last, epoch));
                }
                last = Math.max(last, event.seq());
                var before = seen.put(event.epoch() + "/" + event.seq(), event.digest());
                if (before != null && before != event.digest()) {
                    report(Kind.EVENT_CHANGED, "%d in %s".formatted(event.seq(), event.epoch()));
                }
            }
        }
    }

    private void bookingsMatch(List<String> bookings) {
        var acknowledged = acknowledged();
        var approvals = new LinkedHashSet<String>();
        var promised = new LinkedHashSet<String>();
        history.all(Approved.class).forEach(approved -> {
            approvals.add(approved.interruptId());
            if (acknowledged.contains(approved.runId())) {
                promised.add(approved.interruptId());
            }
        });
        if (bookings.size() < promised.size()) {
            report(
                    Kind.BOOKING_MISSING,
                    "%d approvals, %d bookings %s".formatted(promised.size(), bookings.size(), bookings));
        }
        if (bookings.size() > approvals.size()) {
            report(
                    approvals.isEmpty() ? Kind.BOOKING_UNAPPROVED : Kind.BOOKING_DOUBLED,
                    "%d approvals, %d bookings %s".formatted(approvals.size(), bookings.size(), bookings));
        }
    }

    private Set<String> acknowledged() {
        return history.all(Acknowledged.class).map(Acknowledged::runId).collect(Collectors.toSet());
    }

    private void report(Kind kind, String detail) {
        violations.add(new Violation(kind, history.traveler(), detail));
    }
}
