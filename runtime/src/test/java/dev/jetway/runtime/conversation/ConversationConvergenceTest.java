package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEvent.ApprovalsAnswered;
import dev.jetway.runtime.conversation.ConversationEvent.DeskJoined;
import dev.jetway.runtime.conversation.ConversationEvent.DeskLeft;
import dev.jetway.runtime.conversation.ConversationEvent.DeskSpoke;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.OutcomeFound;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import dev.jetway.runtime.conversation.ConversationEvent.TurnAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.TurnCanceled;
import dev.jetway.runtime.conversation.Turn.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Akka keeps the order of events within a region and promises nothing across regions. */
class ConversationConvergenceTest {

    private static final int STEPS = 28;
    private static final int ADOPT = 27;

    @Property
    void everyRegionEndsWithTheSameConversation(
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> eu,
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> us,
            @ForAll List<Boolean> order1,
            @ForAll List<Boolean> order2) {
        var left = history("eu", eu);
        var right = history("us", us);
        assertThat(replay(left, right, order1)).isEqualTo(replay(left, right, order2));
    }

    @Property
    void aRepeatedEventChangesNothing(@ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> steps) {
        var state = Conversation.EMPTY;
        for (var event : history("eu", steps)) {
            state = event.applyTo(state);
            assertThat(event.applyTo(state)).isEqualTo(state);
        }
    }

    @Property
    void exactlyOneRegionWorksATurn(
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> eu,
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> us,
            @ForAll List<Boolean> order) {
        var state = replay(history("eu", eu), history("us", us), order);
        var inEu = new HashSet<>(state.openIn("eu"));
        inEu.retainAll(state.openIn("us"));
        assertThat(inEu).isEmpty();
        assertThat(state.openIn("eu").size() + state.openIn("us").size()).isEqualTo((int)
                state.turns().values().stream().filter(turn -> !turn.ended()).count());
    }

    @Property
    void anEpochNeverGoesBack(
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> eu,
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> us,
            @ForAll List<Boolean> order) {
        var owner = new Owner(0, "zz");
        var state = Conversation.EMPTY;
        for (var event : interleaved(history("eu", eu), history("us", us), order)) {
            state = event.applyTo(state);
            var now = state.turn("r1").orElseThrow().owner();
            assertThat(now.equals(owner) || now.beats(owner)).isTrue();
            owner = now;
        }
    }

    @Property
    void theFirstFindingOfAllIsTheOneThatCountsWhateverComesWhen(
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> eu,
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> us,
            @ForAll List<Boolean> order) {
        var events = interleaved(history("eu", eu), history("us", us), order);
        var earliest = events.stream()
                .filter(OutcomeFound.class::isInstance)
                .map(event -> ((OutcomeFound) event).found())
                .mapToLong(LateOutcome::at)
                .min();
        var state = Conversation.EMPTY;
        for (var event : events) {
            state = event.applyTo(state);
        }
        var found = state.found("r1", "book");
        assertThat(found.isPresent()).isEqualTo(earliest.isPresent());
        found.ifPresent(late -> assertThat(late.at()).isEqualTo(earliest.getAsLong()));
    }

    @Property
    void aVisitThatHasEndedAnywhereHasEndedEverywhereWhateverComesWhen(
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> eu,
            @ForAll @Size(max = 14) List<@IntRange(max = STEPS - 1) Integer> us,
            @ForAll List<Boolean> order) {
        var events = interleaved(history("eu", eu), history("us", us), order);
        var state = Conversation.EMPTY;
        var ended = new HashSet<String>();
        for (var event : events) {
            state = event.applyTo(state);
            if (event instanceof DeskLeft left) {
                ended.add(left.visitId());
            }
            assertThat(state.people().open()).extracting(Visit::id).noneMatch(ended::contains);
        }
    }

    @Example
    void everyEventTypeTakesPart() {
        Set<Class<?>> made = new HashSet<>();
        for (int step = 0; step < STEPS; step++) {
            history("eu", List.of(step)).forEach(event -> made.add(event.getClass()));
        }
        assertThat(made).isEqualTo(Set.of(ConversationEvent.class.getPermittedSubclasses()));
    }

    private static List<ConversationEvent> history(String region, List<Integer> steps) {
        var owner = new Owner(0, region);
        List<ConversationEvent> events = new ArrayList<>();
        events.add(new MessageReceived("r1", owner, at(region, 0), Samples.message("m-" + region, "Tokyo")));
        int n = 0;
        for (int step : steps) {
            if (step == ADOPT) {
                owner = owner.next(region);
                events.add(adopted(region, owner, at(region, ++n)));
            } else {
                events.add(event(step, region, owner, at(region, ++n)));
            }
        }
        return events;
    }

    private static long at(String region, int n) {
        return 10L * n + region.length();
    }

    private static ConversationEvent event(int step, String region, Owner owner, long at) {
        return switch (step) {
            case 0 ->
                new PlanAdopted("r1", owner, at, Samples.compensable(), List.of(region), "p", new TokenUse(at, 0, 1));
            case 1 -> new MessageReceived("r2", owner, at, Samples.message("m2-" + region, "Kyoto"));
            case 2 -> new PlanAdopted("r2", owner, at, Samples.plan(Samples.hotels()), List.of(), "p");
            case 3 -> progress(owner, at, Report.of("flights", new TaskStatus.Working()));
            case 4 -> progress(owner, at, Report.of("flights", Samples.completed(region)));
            case 5 -> progress(owner, at, Report.of("flights", new TaskStatus.Failed("sold out")));
            case 6 -> progress(owner, at, Report.of("book", Samples.approvalRequired("a1")));
            case 7 -> answered(region, at, true);
            case 8 -> answered(region, at, false);
            case 9 -> new TurnCanceled("r1", at, region);
            case 10 -> new ReplyComposed("r1", owner, at, new Reply("r1-reply", region, Outcome.ANSWERED, at));
            case 11 -> progress(owner, at, Report.of("book", new TaskStatus.Committing("a1", Samples.action())));
            case 12 -> progress(owner, at, Report.of("book", Samples.completed(region)));
            case 13 -> progress(owner, at, Report.of("book-2", new TaskStatus.Failed(region)));
            case 14 -> progress(owner, at, Report.of("undo-book", new TaskStatus.Working()));
            case 15 -> progress(owner, at, Report.outcome("book", new TaskStatus.Failed(region), "a1"));
            case 16 -> found(region, "book", at, true, 0);
            case 17 -> found(region, "book", at, false, 0);
            case 18 -> found("zz", "book", 7, true, at);
            case 19 -> joined("v-" + region, region, at);
            case 20 -> joined("v-both", region, at);
            case 21 -> new DeskSpoke(at, "v-both", new Spoken("w-" + region, clerk(region), "one", region, at));
            case 22 -> new DeskSpoke(at, "v-both", new Spoken("w-both", clerk(region), region, region, at));
            case 23 -> new DeskLeft(at, "v-both", at % 3 == 0, region);
            case 24 -> new DeskLeft(at, "v-" + region, false, region);
            case 25 ->
                new MessageReceived(
                        "r3",
                        owner,
                        at,
                        new Turn.Message("m3-" + region, "a person", Samples.ANNA, false, true, clerk(region)));
            default -> new ReplyComposed("r2", owner, at, new Reply("r2-reply", region, Outcome.FAILED, at));
        };
    }

    private static DeskJoined joined(String visit, String region, long at) {
        return new DeskJoined(at, new Visit(visit, clerk(region), region, at, at + 35 + at % 7));
    }

    private static Clerk clerk(String region) {
        return new Clerk("olga-" + region, "Olga");
    }

    /** One of a desk that both regions tell of is the same in both. */
    private static OutcomeFound found(String desk, String task, long at, boolean done, long toldAt) {
        return new OutcomeFound(
                "r1",
                Math.max(at, toldAt),
                task,
                new LateOutcome(done, "Book it", done ? "ABC-" + desk : null, desk, at));
    }

    /** Each claim carries what its region happened to know of the turn. */
    private static TurnAdopted adopted(String region, Owner owner, long at) {
        var known = owner.epoch() % 2 == 0
                ? Samples.compensable().with("flights", Samples.completed(region + owner.epoch()))
                : null;
        return new TurnAdopted(
                "r1", owner, at, at(region, 0), Samples.message("m-" + region, "Tokyo"), known, List.of(region));
    }

    private static ConversationEvent progress(Owner owner, long at, Report report) {
        return new TasksProgressed("r1", owner, at, List.of(report));
    }

    private static ConversationEvent answered(String region, long at, boolean approved) {
        var answer = new Answer(approved, region, "run-" + region, at);
        return new ApprovalsAnswered("r1", at, "run-" + region, Map.of("a1", answer));
    }

    private static Conversation replay(
            List<ConversationEvent> left, List<ConversationEvent> right, List<Boolean> order) {
        var state = Conversation.EMPTY;
        for (var event : interleaved(left, right, order)) {
            state = event.applyTo(state);
        }
        return state;
    }

    private static List<ConversationEvent> interleaved(
            List<ConversationEvent> left, List<ConversationEvent> right, List<Boolean> order) {
        var l = left.iterator();
        var r = right.iterator();
        var o = order.iterator();
        var both = new ArrayList<ConversationEvent>();
        while (l.hasNext() || r.hasNext()) {
            boolean takeLeft = o.hasNext() ? o.next() : l.hasNext();
            both.add(takeLeft && l.hasNext() || !r.hasNext() ? l.next() : r.next());
        }
        return both;
    }
}
