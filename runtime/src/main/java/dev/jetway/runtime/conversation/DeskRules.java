package dev.jetway.runtime.conversation;

import dev.jetway.agents.Traveler;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEvent.DeskJoined;
import dev.jetway.runtime.conversation.ConversationEvent.DeskLeft;
import dev.jetway.runtime.conversation.ConversationEvent.DeskSpoke;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody from the desk may do in a conversation. Pure.
 *
 * @param now in milliseconds since 1970
 * @param stay how long a visit lasts, in milliseconds, if nobody says that it goes on
 * @param most how many visits, and how many words of the desk, a conversation may have
 */
record DeskRules(Conversation state, String region, long now, long stay, int most) {

    /** What to make of a wish. */
    sealed interface Verdict {
        <R> R fold(Function<Granted, R> granted, Function<Repeated, R> repeated, Function<Denied, R> denied);
    }

    record Granted(List<ConversationEvent> events) implements Verdict {
        @Override
        public <R> R fold(Function<Granted, R> granted, Function<Repeated, R> repeated, Function<Denied, R> denied) {
            return granted.apply(this);
        }
    }

    record Repeated() implements Verdict {
        @Override
        public <R> R fold(Function<Granted, R> granted, Function<Repeated, R> repeated, Function<Denied, R> denied) {
            return repeated.apply(this);
        }
    }

    record Denied(Refused why) implements Verdict {
        @Override
        public <R> R fold(Function<Granted, R> granted, Function<Repeated, R> repeated, Function<Denied, R> denied) {
            return denied.apply(this);
        }
    }

    /**
     * Another visit of the same clerk ends with this one.
     *
     * @param tenant the only one whose travelers the clerk may speak with; null for any
     */
    Verdict join(String visitId, Clerk clerk, String tenant) {
        if (!mayBeSeenBy(tenant)) {
            return new Denied(Refusals.NO_CONVERSATION);
        }
        var known = state.people().visits().get(visitId);
        if (known != null) {
            return state.people().present(visitId, now).isPresent() && of(known, clerk)
                    ? goesOn(known)
                    : new Denied(Refusals.VISIT_OVER);
        }
        var others = state.people().present(now).stream()
                .filter(visit -> !of(visit, clerk))
                .findFirst();
        if (others.isPresent()) {
            return new Denied(Refusals.somebodyIsThere(others.get()));
        }
        if (state.people().visits().size() >= most) {
            return new Denied(Refusals.full(most));
        }
        List<ConversationEvent> events = new ArrayList<>(over());
        state.people().present(now).forEach(visit -> events.add(new DeskLeft(now, visit.id(), false, region)));
        events.add(new DeskJoined(now, new Visit(visitId, clerk, region, now, now + stay)));
        return new Granted(events);
    }

    Verdict stay(String visitId, Clerk clerk) {
        return here(visitId, clerk).map(this::goesOn).orElse(new Denied(Refusals.NOT_HERE));
    }

    private boolean mayBeSeenBy(String tenant) {
        var traveler = state.traveler();
        return traveler.isPresent()
                && (tenant == null
                        || Objects.equals(tenant, traveler.map(Traveler::tenant).orElse(null)));
    }

    private static boolean of(Visit visit, Clerk clerk) {
        return visit.clerk().subject().equals(clerk.subject());
    }

    /** A visit is made longer when half of it is over, so that staying is not stored each time it is said. */
    private Verdict goesOn(Visit visit) {
        return visit.until() - now > stay / 2
                ? new Repeated()
                : new Granted(List.of(new DeskJoined(now, visit.until(now + stay))));
    }

    Verdict say(String visitId, Clerk clerk, String messageId, String text) {
        var visit = here(visitId, clerk);
        if (visit.isEmpty()) {
            return new Denied(Refusals.NOT_HERE);
        }
        var known = state.people().spoken().get(messageId);
        if (known != null) {
            return known.text().equals(text) ? new Repeated() : new Denied(Refusals.otherWords(messageId));
        }
        if (state.hasMessage(messageId)) {
            return new Denied(Refusals.otherWords(messageId));
        }
        if (state.people().spoken().size() >= most) {
            return new Denied(Refusals.full(most));
        }
        List<ConversationEvent> events = new ArrayList<>();
        events.add(new DeskSpoke(now, visitId, new Spoken(messageId, visit.get().clerk(), text, region, now)));
        return goesOn(visit.get())
                .fold(
                        longer -> {
                            events.addAll(longer.events());
                            return new Granted(events);
                        },
                        same -> new Granted(events),
                        denied -> denied);
    }

    Verdict leave(String visitId, Clerk clerk) {
        var visit = Optional.ofNullable(state.people().visits().get(visitId)).filter(known -> of(known, clerk));
        if (visit.isEmpty()) {
            return new Denied(Refusals.NOT_HERE);
        }
        return state.people().left().containsKey(visitId)
                ? new Repeated()
                : new Granted(List.of(new DeskLeft(now, visitId, false, region)));
    }

    /** Whether a clerk is in the conversation by this visit. */
    Optional<Visit> here(String visitId, Clerk clerk) {
        return state.people().present(visitId, now).filter(visit -> of(visit, clerk));
    }

    /** The ends of those visits whose time is up. */
    List<ConversationEvent> over() {
        return state.people().expired(now).stream()
                .<ConversationEvent>map(visit -> new DeskLeft(now, visit.id(), true, region))
                .toList();
    }
}
