package dev.jetway.loadtests.drill;

import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Approved;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.GaveUp;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Sent;
import dev.jetway.loadtests.drill.Observation.Stored;
import dev.jetway.loadtests.drill.Observation.Unread;
import dev.jetway.loadtests.drill.Violation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges what front ends recorded against what Jetway promises. Knows nothing of how Jetway works, and
 * shares no code with it.
 */
public final class Checker {

    private static final Pattern REFERENCE = Pattern.compile("\\bJW[A-Z0-9]{6}\\b");

    private final List<Violation> violations = new ArrayList<>();
    private final String traveler;
    private final List<ClientHistory> clients;
    private final List<Noted> timeline;

    private Checker(List<ClientHistory> clients) {
        this.clients = clients;
        traveler = clients.get(0).traveler();
        timeline = timeline(clients);
    }

    /**
     * Every broken promise.
     *
     * @param bookings the references in the bookings database, by traveler; none for a traveler that is absent
     */
    public static List<Violation> check(List<ClientHistory> histories, Map<String, List<String>> bookings) {
        var conversations = histories.stream()
                .collect(Collectors.groupingBy(ClientHistory::traveler, LinkedHashMap::new, Collectors.toList()));
        return conversations.values().stream()
                .map(Checker::new)
                .flatMap(checker -> checker.check(bookings.getOrDefault(checker.traveler, List.of())).stream())
                .toList();
    }

    /** What several front ends noted, as one; of the same moment, in each one's order. */
    public static List<Noted> timeline(List<ClientHistory> clients) {
        return clients.stream()
                .flatMap(client -> client.noted().stream())
                .sorted(Comparator.comparing(Noted::at))
                .toList();
    }

    private List<Violation> check(List<String> bookings) {
        turnsEnd();
        conversationIsWhole(bookings);
        clients.forEach(client -> violations.addAll(EventNumbers.check(client)));
        bookingsMatch(bookings);
        return violations;
    }

    private <T extends Observation> Stream<T> all(Class<T> kind) {
        return timeline.stream().map(Noted::what).filter(kind::isInstance).map(kind::cast);
    }

    private void turnsEnd() {
        var ended = all(Ended.class).map(Ended::runId).collect(Collectors.toSet());
        var reasons =
                all(GaveUp.class).collect(Collectors.toMap(GaveUp::runId, GaveUp::reason, (first, second) -> second));
        var settled = all(Approved.class)
                .filter(approved -> ended.contains(approved.runId()))
                .map(Approved::interruptId)
                .collect(Collectors.toSet());
        // Of several approvals of one question only one is a turn.
        all(Approved.class)
                .filter(approved -> settled.contains(approved.interruptId()))
                .forEach(approved -> ended.add(approved.runId()));
        for (var run : started()) {
            if (!ended.contains(run)) {
                report(
                        Kind.TURN_NEVER_ENDED,
                        "run %s: %s".formatted(run, reasons.getOrDefault(run, "no word")),
                        momentOf(run));
            }
        }
    }

    private Set<String> started() {
        var runs = new LinkedHashSet<String>();
        timeline.forEach(noted -> {
            if (noted.what() instanceof Sent sent) {
                runs.add(sent.runId());
            } else if (noted.what() instanceof Approved approved) {
                runs.add(approved.runId());
            }
        });
        return runs;
    }

    private void conversationIsWhole(List<String> bookings) {
        var last = new TreeMap<String, Stored>();
        var unread = new TreeMap<String, Unread>();
        timeline.forEach(noted -> {
            if (noted.what() instanceof Stored stored) {
                last.put(stored.region(), stored);
                unread.remove(stored.region());
            } else if (noted.what() instanceof Unread failed) {
                unread.put(failed.region(), failed);
            }
        });
        unread.values().forEach(failed -> report(Kind.HISTORY_UNREADABLE, failed.toString(), end()));
        if (last.isEmpty() && unread.isEmpty()) {
            report(Kind.HISTORY_UNREADABLE, "the conversation was never read", end());
        }
        last.values().forEach(stored -> conversationIsWhole(stored, bookings));
        last.values().stream()
                .skip(1)
                .filter(stored ->
                        !stored.messages().equals(last.firstEntry().getValue().messages()))
                .forEach(stored -> report(
                        Kind.REGIONS_DIFFER,
                        difference(
                                last.firstKey(),
                                last.firstEntry().getValue().messages(),
                                stored.region(),
                                stored.messages()),
                        end()));
    }

    private static String difference(String one, List<Message> here, String other, List<Message> there) {
        int at = 0;
        while (at < Math.min(here.size(), there.size()) && here.get(at).equals(there.get(at))) {
            at++;
        }
        return "%d messages in %s, %d in %s; number %d is %s in %s, %s in %s"
                .formatted(
                        here.size(),
                        one,
                        there.size(),
                        other,
                        at + 1,
                        numbered(here, at),
                        one,
                        numbered(there, at),
                        other);
    }

    private static String numbered(List<Message> messages, int at) {
        return at < messages.size() ? messages.get(at).toString() : "absent";
    }

    private void conversationIsWhole(Stored stored, List<String> bookings) {
        var where = stored.region().isEmpty() ? "" : " in " + stored.region();
        var messages = stored.messages().stream().filter(Message::said).toList();
        if (stored.running()) {
            report(Kind.TURN_NEVER_ENDED, "the conversation is still at work" + where, end());
        }
        doublesIn(messages, where);
        untruthsIn(messages, bookings, where);
        var acknowledged = acknowledged();
        var answered = all(Ended.class)
                .filter(end -> end.how() == How.ANSWERED)
                .map(Ended::runId)
                .collect(Collectors.toSet());
        var checked = new HashSet<String>();
        all(Sent.class).filter(sent -> checked.add(sent.messageId())).forEach(sent -> {
            int at = indexOf(messages, sent.messageId());
            if (at < 0 && acknowledged.contains(sent.runId())) {
                report(
                        Kind.ACKNOWLEDGED_MESSAGE_MISSING,
                        "message " + sent.messageId() + where,
                        momentOf(sent.runId()));
            } else if (at >= 0
                    && answered.contains(sent.runId())
                    && replies(messages, at).isEmpty()) {
                report(Kind.REPLY_MISSING, "behind message " + sent.messageId() + where, momentOf(sent.runId()));
            }
        });
    }

    private void doublesIn(List<Message> messages, String where) {
        var ids = new HashSet<String>();
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            if (!ids.add(message.id())) {
                report(Kind.MESSAGE_DOUBLED, "message " + message.id() + where, end());
            }
            if (message.role().equals("user")) {
                var texts = new HashSet<String>();
                replies(messages, i).stream()
                        .filter(reply -> !texts.add(reply.text()))
                        .forEach(reply -> report(Kind.REPLY_DOUBLED, "behind message " + message.id() + where, end()));
            }
        }
    }

    private void untruthsIn(List<Message> messages, List<String> bookings, String where) {
        for (var message : messages) {
            REFERENCE
                    .matcher(message.role().equals("assistant") ? message.text() : "")
                    .results()
                    .map(MatchResult::group)
                    .filter(reference -> !bookings.contains(reference))
                    .forEach(reference -> report(
                            Kind.BOOKING_UNTRUE,
                            "%s in message %s%s".formatted(reference, message.id(), where),
                            end()));
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

    private void bookingsMatch(List<String> bookings) {
        var acknowledged = acknowledged();
        var approvals = new LinkedHashSet<String>();
        var promised = new LinkedHashSet<String>();
        all(Approved.class).forEach(approved -> {
            approvals.add(approved.interruptId());
            if (acknowledged.contains(approved.runId())) {
                promised.add(approved.interruptId());
            }
        });
        var figures = "%d bookings %s".formatted(bookings.size(), bookings);
        if (bookings.size() < promised.size()) {
            report(
                    Kind.BOOKING_MISSING,
                    "%d approvals, %s".formatted(promised.size(), figures),
                    moment(what -> what instanceof Approved));
        }
        if (bookings.size() > approvals.size()) {
            report(
                    approvals.isEmpty() ? Kind.BOOKING_UNAPPROVED : Kind.BOOKING_DOUBLED,
                    "%d approvals, %s".formatted(approvals.size(), figures),
                    moment(what -> what instanceof Approved));
        }
    }

    private Set<String> acknowledged() {
        return all(Acknowledged.class).map(Acknowledged::runId).collect(Collectors.toSet());
    }

    private Instant momentOf(String runId) {
        return moment(what -> what instanceof Sent sent && sent.runId().equals(runId)
                || what instanceof Approved approved && approved.runId().equals(runId));
    }

    private Instant moment(Predicate<Observation> wanted) {
        return timeline.stream()
                .filter(noted -> wanted.test(noted.what()))
                .findFirst()
                .map(Noted::at)
                .orElseGet(this::end);
    }

    private Instant end() {
        return timeline.isEmpty()
                ? Instant.EPOCH
                : timeline.get(timeline.size() - 1).at();
    }

    private void report(Kind kind, String detail, Instant at) {
        violations.add(new Violation(kind, traveler, detail, at));
    }
}
