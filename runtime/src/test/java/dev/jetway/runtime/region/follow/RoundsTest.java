package dev.jetway.runtime.region.follow;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "rounds",
            ManualTime.config().withFallback(ConfigFactory.parseString("""
                            akka.actor.provider = local
                            akka.actor.default-dispatcher.type = akka.testkit.CallingThreadDispatcherConfigurator
                            """)).withFallback(ConfigFactory.load()));
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final int FOLLOWERS = 100;
    private static final Duration OUT_OF_REACH = Duration.ofSeconds(3);
    private static final FollowingSettings SETTINGS =
            new FollowingSettings(Duration.ofMillis(50), 10, Duration.ofMinutes(1), Duration.ofSeconds(3), List.of());

    private final AtomicInteger looks = new AtomicInteger();
    private final Followers followers = new Followers();
    private final AtomicReference<Duration> silence = new AtomicReference<>(Duration.ZERO);

    private ActorRef<?> rounds;

    @BeforeEach
    void follow() {
        for (int i = 0; i < FOLLOWERS; i++) {
            followers.add("us", "Conversation|c%d|us".formatted(i), upTo -> looks.incrementAndGet());
        }
        rounds = KIT.spawn(Rounds.create(
                new Following(SETTINGS, followers), List.of("us"), region -> silence.get(), OUT_OF_REACH));
    }

    @AfterEach
    void end() {
        KIT.stop(rounds);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void nobodyLooksWhileTheRegionIsHeard() {
        silence.set(Duration.ofMillis(1_400));

        TIME.timePasses(Duration.ofMinutes(5));

        assertThat(looks.get()).isZero();
    }

    @Test
    void whoFollowsASilentRegionHasLookedOnceBeforeAnythingIsAdopted() {
        silence.set(OUT_OF_REACH.dividedBy(2));

        TIME.timePasses(OUT_OF_REACH.dividedBy(2));

        assertThat(looks.get()).isEqualTo(FOLLOWERS);
    }

    @Test
    void andLooksAgainAtTheSlowerPaceAndOnceMoreWhenTheRegionIsBack() {
        silence.set(OUT_OF_REACH);
        TIME.timePasses(OUT_OF_REACH.dividedBy(2));
        assertThat(looks.getAndSet(0)).isEqualTo(FOLLOWERS);

        TIME.timePasses(Duration.ofSeconds(1));
        assertThat(looks.get()).as("not all at once").isBetween(1, FOLLOWERS - 1);
        TIME.timePasses(Duration.ofSeconds(2));
        assertThat(looks.getAndSet(0)).isEqualTo(FOLLOWERS);

        silence.set(Duration.ZERO);
        TIME.timePasses(Duration.ofMinutes(5));
        assertThat(looks.get()).isEqualTo(FOLLOWERS);
    }

    @Test
    void aRegionWhoseNewsAreMissingIsLookedAtOnce() {
        followers.fellBehind("us");
        followers.fellBehind("us");

        TIME.timePasses(Duration.ofMinutes(5));

        assertThat(looks.get()).isEqualTo(FOLLOWERS);
    }

    @Test
    void eachIsToldOfItsOwnJournalOnlyAndNobodyAfterItsEnd() {
        var told = new ArrayList<Long>();
        var first = followers.add("us", "Conversation|one|us", told::add);
        followers.add("us", "Conversation|one|us", upTo -> told.add(-upTo));

        followers.news("us", "Conversation|one|us", 7);
        followers.news("us", "Conversation|other|us", 8);
        followers.news("ap", "Conversation|one|us", 9);
        assertThat(told).containsExactlyInAnyOrder(7L, -7L);

        first.run();
        first.run();
        followers.news("us", "Conversation|one|us", 10);
        assertThat(told).containsExactlyInAnyOrder(7L, -7L, -10L);
        assertThat(followers.count("us")).isEqualTo(FOLLOWERS + 1);
    }
}
