package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.e2e.Dialogue.Act;
import dev.jetway.runtime.e2e.Dialogue.Check;
import dev.jetway.runtime.e2e.Dialogue.Step;
import dev.jetway.runtime.e2e.RealStack.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Plays one dialogue against the running stack and checks every step. */
final class DialoguePlayer implements AutoCloseable {

    private static final Pattern COUNTED = Pattern.compile("(\\S+)(?: (\\d+))?");
    private static final Pattern BOOKING = Pattern.compile("(\\w+) (flight|hotel) (.+?)(?: on (\\S+))?");

    /** One traveler with what they have seen. */
    private static final class Seat {
        private final FrontEnd frontEnd;
        private final Sights sights = new Sights();
        private final Map<String, String> tools = new HashMap<>();
        private Run last;
        private Run.Question dropped;

        private Seat(FrontEnd frontEnd) {
            this.frontEnd = frontEnd;
        }

        private boolean asked() {
            return last != null && last.outcome().equals("interrupt");
        }
    }

    private final Running stack;
    private final Map<String, Seat> seats = new HashMap<>();
    private boolean dying;

    DialoguePlayer(Running stack) {
        this.stack = stack;
    }

    void play(Dialogue dialogue) {
        dialogue.steps().forEach(this::play);
    }

    private void play(Step step) {
        switch (step.act()) {
            case BREAKS -> breaks(step.text());
            case RESTARTS -> {
                stack.travel().restart();
                dying = false;
                Running.awaitTools(stack.page());
            }
            case HEALS -> stack.travel().clearFaults();
            case APPROVES_TOO_LATE -> {
                var seat = seat(step.who());
                assertThat(seat.frontEnd.answer(seat.dropped.id(), true).code()).isEqualTo("interrupt_unknown");
                check(step, seat, Map.of());
            }
            default -> {
                var seat = seat(step.who());
                var served = served(() -> seat.last = run(step, seat));
                var calls = calls(seat);
                served.ifPresent(tools -> {
                    assertThat(tools.keySet())
                            .as("line %d, the tools called at the travel servers", step.line())
                            .containsAll(calls.keySet());
                    tools.forEach(calls::putIfAbsent);
                });
                seat.sights.see(seat.last);
                check(step, seat, calls);
            }
        }
    }

    /** The tools that the travel servers were called for meanwhile; nobody can say while they are down. */
    private Optional<Map<String, Integer>> served(Runnable work) {
        if (dying) {
            work.run();
            return Optional.empty();
        }
        return Optional.of(stack.travel().callsDuring(work));
    }

    /** The calls that were answered in the last run; one that waits for an approval is answered in a later run. */
    private static Map<String, Integer> calls(Seat seat) {
        var calls = new TreeMap<String, Integer>();
        for (var event : seat.last.events()) {
            var id = event.path("toolCallId").asText();
            switch (event.path("type").asText()) {
                case "TOOL_CALL_START" ->
                    seat.tools.put(id, event.path("toolCallName").asText());
                case "TOOL_CALL_RESULT" -> {
                    if (!event.at("/metadata/jetway/outcome").asText().equals("declined")) {
                        calls.merge(seat.tools.get(id), 1, Integer::sum);
                    }
                }
                default -> {}
            }
        }
        return calls;
    }

    private void breaks(String what) {
        dying |= what.contains("\"die\"");
        var tool = what.substring(0, what.indexOf(' ')).split("\\.");
        stack.travel().fault(tool[0], tool[1], what.substring(what.indexOf(' ') + 1));
    }

    private Seat seat(String who) {
        return seats.computeIfAbsent(who, name -> new Seat(stack.traveler(name)));
    }

    private Run run(Step step, Seat seat) {
        if (step.act() == Act.APPROVES) {
            return seat.frontEnd.approveAll(seat.last);
        }
        if (step.act() == Act.DENIES) {
            return seat.frontEnd.deny(seat.last.question());
        }
        var text = fill(step.text(), seat);
        if (!seat.asked()) {
            return seat.frontEnd.say(text);
        }
        seat.dropped = seat.last.questions().get(0);
        assertThat(seat.frontEnd.say(text).outcome())
                .as("what was asked before “%s”", text)
                .isEqualTo("cancelled");
        return seat.frontEnd.wholeRun();
    }

    private void check(Step step, Seat seat, Map<String, Integer> calls) {
        var at = "line %d, after “%s %s”, the answer being: %s%n"
                .formatted(
                        step.line(),
                        step.who(),
                        step.act() == Act.SAYS ? fill(step.text(), seat) : step.act(),
                        seat.last.text());
        assertThat(seat.last.questions()).as("%s what is to be approved", at).hasSize((int) step.checks().stream()
                .filter(check -> check.what().equals("confirms"))
                .count());
        for (var check : step.checks()) {
            var expected = fill(check.expected(), seat);
            var as = "%sline %d, %s: %s".formatted(at, check.line(), check.what(), expected);
            switch (check.what()) {
                case "calls" -> assertThat(calls).as(as).isEqualTo(counted(expected));
                case "input" -> input(as, seat.last, expected);
                case "asks" -> asks(as, seat.last, calls, expected);
                case "says" -> assertThat(seat.last.text()).as(as).containsIgnoringCase(expected);
                case "never says" -> assertThat(seat.last.text()).as(as).doesNotContainIgnoringCase(expected);
                case "confirms" ->
                    assertThat(seat.last.questions())
                            .as(as)
                            .anySatisfy(question -> assertThat(question.title()).contains(expected));
                case "shows" -> shows(as, seat.last, expected);
                default -> {}
            }
        }
        booked(at, step, seat);
    }

    private static Map<String, Integer> counted(String list) {
        var counts = new TreeMap<String, Integer>();
        for (var each : list.equals("none") ? new String[0] : list.split(", ")) {
            var counted = COUNTED.matcher(each);
            assertThat(counted.matches()).as("a tool, and how often: %s", each).isTrue();
            counts.put(counted.group(1), counted.group(2) == null ? 1 : Integer.parseInt(counted.group(2)));
        }
        return counts;
    }

    private static void input(String as, Run run, String expected) {
        var parts = expected.split(" ", 2);
        assertThat(run.calls().stream().filter(call -> call.tool().equals(parts[0])))
                .as(as)
                .anySatisfy(call -> {
                    for (var pair : parts[1].split(", ")) {
                        var name = pair.substring(0, pair.indexOf('='));
                        var value = pair.substring(pair.indexOf('=') + 1);
                        assertThat(call.arguments().path(name).asText("-")).isEqualTo(value);
                    }
                });
    }

    private static void asks(String as, Run run, Map<String, Integer> calls, String expected) {
        assertThat(run.text()).as(as).containsIgnoringCase(expected).containsPattern("\\?|(?i:tell me)");
        assertThat(calls).as(as).isEmpty();
    }

    private static void shows(String as, Run run, String expected) {
        var label = expected.substring(0, expected.indexOf('='));
        var value = expected.substring(expected.indexOf('=') + 1);
        assertThat(run.questions())
                .as(as)
                .anySatisfy(
                        question -> assertThat(question.summary().get(label)).contains(value));
    }

    /** Every booking of the traveler is expected, and every one expected is there. */
    private void booked(String at, Step step, Seat seat) {
        var lines = step.checks().stream()
                .filter(check -> check.what().equals("booked"))
                .map(Check::expected)
                .filter(expected -> !expected.equals("none"))
                .map(expected -> fill(expected, seat))
                .toList();
        if (!step.has("booked")) {
            return;
        }
        var left = new ArrayList<>(stack.travel().bookingsAsListed(seat.frontEnd.subject()));
        assertThat(left).as("%sbooked: %s", at, lines).hasSameSizeAs(lines);
        for (var line : lines) {
            var like = left.stream().filter(booking -> isLike(booking, line)).findFirst();
            assertThat(like).as("%sbooked: %s, not %s", at, line, left).isPresent();
            left.remove(like.get());
        }
    }

    private static boolean isLike(JsonNode booking, String line) {
        var expected = BOOKING.matcher(line);
        assertThat(expected.matches()).as("a booking: %s", line).isTrue();
        return booking.path("status").asText().equals(expected.group(1))
                && booking.path("kind").asText().equals(expected.group(2))
                && booking.path("title").asText().contains(expected.group(3))
                && (expected.group(4) == null || booking.path("start").asText().startsWith(expected.group(4)));
    }

    private String fill(String text, Seat seat) {
        return Blanks.fill(
                text,
                blank -> blank.startsWith("reference of ")
                        ? seats.get(blank.substring("reference of ".length()))
                                .sights
                                .get("reference")
                        : seat.sights.get(blank));
    }

    @Override
    public void close() {
        seats.values().forEach(seat -> seat.frontEnd.close());
    }
}
