package dev.jetway.travel.simulation;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** Invented frequent flyer accounts: everybody has one, and it follows from who they are. */
public final class Loyalty {

    private final long seed;
    private final Clock clock;

    public Loyalty(long seed, Clock clock) {
        this.seed = seed;
        this.clock = clock;
    }

    public record Expiry(int points, LocalDate on) {}

    public record Account(String member, String tier, int points, Optional<Expiry> expiring) {}

    public Account of(String subject) {
        Dice dice = Dice.of(seed, "member " + subject);
        String member = String.format("JL%08d", dice.below(100_000_000));
        double luck = dice.unit();
        int points = luck < 0.6
                ? dice.below(15_000)
                : luck < 0.9 ? 15_000 + dice.below(45_000) : 60_000 + dice.below(190_000);
        String tier = points >= 60_000 ? "gold" : points >= 15_000 ? "silver" : "blue";
        LocalDate endOfQuarter = LocalDate.now(clock).plusMonths(2).with(TemporalAdjusters.lastDayOfMonth());
        int expiring = points / 10;
        return new Account(
                member,
                tier,
                points,
                dice.chance(0.4) && expiring > 0 ? Optional.of(new Expiry(expiring, endOfQuarter)) : Optional.empty());
    }
}
