package dev.jetway.runtime.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a conversation waits for a person. Stored: names and fields are a contract.
 *
 * @param since in milliseconds since 1970
 * @param words of the traveler who asked, or the question the agents could not get answered; cut when it is long
 */
public record Need(Kind kind, long since, String words) {

    private static final int MAX_WORDS = 200;

    /** Stored by name. */
    public enum Kind {
        /** The traveler asked for a person. */
        ASKED,
        /** Two answers in a row were questions: the agents do not get what they need. */
        STUCK
    }

    public Need {
        words = words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + "…" : words;
    }

    /** Nothing, once somebody has come for it. */
    public static Optional<Need> of(Conversation state) {
        return asked(state).or(() -> stuck(state));
    }

    private static Optional<Need> asked(Conversation state) {
        return state.turns().values().stream()
                .filter(turn -> turn.message().person() && !state.people().cameAfter(turn.at()))
                .findFirst()
                .map(turn -> new Need(Kind.ASKED, turn.at(), turn.message().text()));
    }

    private static Optional<Need> stuck(Conversation state) {
        var latest = latestTwo(state);
        if (latest.size() < 2 || latest.get(1).askedBack().isEmpty()) {
            return Optional.empty();
        }
        var last = latest.get(0);
        return last.askedBack()
                .filter(question -> !state.people().cameAfter(last.reply().at()))
                .map(question -> new Need(Kind.STUCK, last.reply().at(), question));
    }

    /** Of those that ask for an answer, the latest first. */
    private static List<Turn> latestTwo(Conversation state) {
        var all = state.turns().values();
        var latest = new ArrayList<Turn>();
        for (int i = all.size() - 1; i >= 0 && latest.size() < 2; i--) {
            if (all.get(i).message().respond()) {
                latest.add(all.get(i));
            }
        }
        return latest;
    }
}
