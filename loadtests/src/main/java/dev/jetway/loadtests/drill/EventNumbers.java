package dev.jetway.loadtests.drill;

import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.Observation.Event;
import dev.jetway.loadtests.drill.Observation.Followed;
import dev.jetway.loadtests.drill.Observation.Reset;
import dev.jetway.loadtests.drill.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one front end is promised of the numbers of its events: within an epoch each is one more than the last, but for
 * repetitions, which are the same event; and whoever cannot go on where it was is told by a reset.
 */
final class EventNumbers {

    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final ClientHistory client;
    private String epoch = "";
    private long last;
    private boolean resetOwed;

    private EventNumbers(ClientHistory client) {
        this.client = client;
    }

    static List<Violation> check(ClientHistory client) {
        var numbers = new EventNumbers(client);
        for (var noted : client.noted()) {
            if (noted.what() instanceof Followed followed) {
                numbers.followed(followed);
            } else if (noted.what() instanceof Reset reset) {
                numbers.reset(reset);
            } else if (noted.what() instanceof Event event) {
                numbers.event(event, noted);
            }
        }
        return numbers.violations;
    }

    private void followed(Followed followed) {
        boolean goesOn = followed.epoch().equals(epoch) && followed.after() == last;
        resetOwed = !goesOn && !epoch.isEmpty();
        epoch = followed.epoch();
        last = followed.after();
    }

    private void reset(Reset reset) {
        resetOwed = false;
        epoch = reset.epoch();
        last = reset.seq();
    }

    private void event(Event event, Noted noted) {
        if (resetOwed) {
            resetOwed = false;
            report(Kind.EVENT_MISSING, "went on behind %d in %s without a reset".formatted(last, epoch), noted);
        }
        if (event.first() > last + 1) {
            report(Kind.EVENT_MISSING, "%d follows %d in %s".formatted(event.first(), last, epoch), noted);
        }
        last = Math.max(last, event.seq());
        if (event.first() < event.seq()) {
            return; // several that were sent as one may come again one by one
        }
        var before = seen.put(event.epoch() + "/" + event.seq(), event.digest());
        if (before != null && before != event.digest()) {
            report(Kind.EVENT_CHANGED, "%d in %s".formatted(event.seq(), event.epoch()), noted);
        }
    }

    private void report(Kind kind, String detail, Noted noted) {
        violations.add(new Violation(kind, client.traveler(), client.client() + ": " + detail, noted.at()));
    }
}
