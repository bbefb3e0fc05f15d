package dev.jetway.runtime.gateway.socket;

import dev.jetway.agents.Traveler;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Reconnect;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Who is at the other end of a connection, for how long, and what another token changes about it. */
record SignedIn(Identity identity, ClientProfile profile) {

    /** Looking now and then finds a clock that was set, and timers reach no further than some months. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    Traveler traveler() {
        return identity.traveler(profile);
    }

    ConversationId conversation(String thread) {
        return new ConversationId(identity.subject(), thread, identity.placement());
    }

    boolean expired(Instant now) {
        return identity.expiresAt().map(end -> !now.isBefore(end)).orElse(false);
    }

    /** How long to wait before asking {@link #expired} again; empty when the token never ends. */
    Optional<Duration> nextLook(Instant now) {
        return identity.expiresAt().map(end -> within(Duration.between(now, end)));
    }

    private static Duration within(Duration wait) {
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** The same traveler, with the same conversations. */
    boolean is(Identity other) {
        return identity.subject().equals(other.subject())
                && identity.tenant().equals(other.tenant())
                && identity.placement().equals(other.placement());
    }

    /** What becomes of the connection once somebody has judged another token. */
    Renewal renewedBy(Verdict verdict, Instant now) {
        return verdict.fold(
                identified -> renewedBy(identified.identity(), now),
                denied -> kept(
                        new Renewal.Kept(
                                "forbidden", "The token before still holds. " + denied.message(), OptionalLong.empty()),
                        now));
    }

    private Renewal renewedBy(Identity other, Instant now) {
        if (!is(other)) {
            return new Renewal.Over(new Bye(
                    "forbidden",
                    "That token is not of the traveler this connection belongs to; connect again with it",
                    Reconnect.AFTER_LOGIN));
        }
        var renewed = new SignedIn(other, profile);
        return renewed.expired(now) ? new Renewal.Over(Bye.TOKEN_EXPIRED) : new Renewal.Renewed(renewed);
    }

    /** What becomes of the connection when nobody could judge another token. */
    Renewal unjudged(NotJudgedException reason, Instant now) {
        return kept(
                new Renewal.Kept(
                        reason.isRateLimited() ? "rate_limited" : "unavailable",
                        "The token before still holds. " + reason.getMessage(),
                        OptionalLong.of(reason.retryAfterMs())),
                now);
    }

    private Renewal kept(Renewal.Kept kept, Instant now) {
        return expired(now) ? new Renewal.Over(Bye.TOKEN_EXPIRED) : kept;
    }
}
