package dev.jetway.runtime.region.follow;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Has those who follow a region look when no news can be expected of it: round after round while it is silent and one
 * more when it is back, and a round when it says that some news are missing. A part of them at a time, so that not all
 * read at once.
 */
public final class Rounds {

    static final int PARTS = 10;

    private enum Beat {
        INSTANCE
    }

    private final Followers followers;
    private final Function<String, Duration> silence;
    private final Duration silentAfter;
    private final int hurry;
    private final List<Round> rounds;

    private Rounds(
            Following following,
            Collection<String> regions,
            Function<String, Duration> silence,
            Duration outOfReachAfter) {
        this.followers = following.followers();
        this.silence = silence;
        this.silentAfter = outOfReachAfter.dividedBy(2);
        this.hurry = (int)
                Math.max(1, Math.ceil((double) following.settings().silentTick().toNanos() / silentAfter.toNanos()));
        this.rounds = regions.stream().map(Round::new).toList();
    }

    /**
     * An actor that ends with its parent.
     *
     * @param silence since when nothing was heard of a region
     * @param outOfReachAfter what a region that is silent for so long has begun may be adopted. All its journals have
     *     been read once more by then, as its last news may have been lost with it
     */
    public static Behavior<?> create(
            Following following,
            Collection<String> regions,
            Function<String, Duration> silence,
            Duration outOfReachAfter) {
        var rounds = new Rounds(following, regions, silence, outOfReachAfter);
        return Behaviors.<Beat>withTimers(timers -> {
            timers.startTimerWithFixedDelay(
                    Beat.INSTANCE, following.settings().silentTick().dividedBy(PARTS));
            return Behaviors.receive(Beat.class)
                    .onMessage(Beat.class, beat -> {
                        rounds.rounds.forEach(Round::beat);
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private final class Round {

        private final String region;
        private boolean silent;
        private int part;
        private int left;
        private int hurried;

        Round(String region) {
            this.region = region;
        }

        void beat() {
            boolean before = silent;
            silent = silence.apply(region).compareTo(silentAfter) >= 0;
            if (silent && !before) {
                hurried = PARTS;
            }
            hurried = Math.max(0, hurried);
            if (followers.takeBehind(region) || silent || before) {
                left = PARTS;
            }
            for (int parts = hurried > 0 ? hurry : 1; parts > 0 && left > 0; parts--) {
                followers.look(region, part, PARTS);
                part = (part + 1) % PARTS;
                left--;
                hurried--;
            }
        }
    }
}
