package dev.jetway.runtime.model.registry;

import static dev.jetway.runtime.model.registry.TestGroup.failure;
import static dev.jetway.runtime.model.registry.TestGroup.open;
import static dev.jetway.runtime.model.registry.TestGroup.reply;
import static dev.jetway.runtime.model.registry.TestGroup.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.runtime.model.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelGroupTest {

    private static final TokenUse USE = new TokenUse(20, 0, 5);

    private final TestGroup group = new TestGroup();

    private TestGroup two() {
        return group.of("a", terms()).of("b", terms());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNAVAILABLE", "RATE_LIMITED", "TIMED_OUT", "MISCONFIGURED", "UNREADABLE", "BUDGET_EXCEEDED"})
    void theNextIsAskedWhenOneFailsBeforeItsFirstWord(Kind kind) {
        var call = two().ask();
        group.asked("a").fails(kind);
        group.asked("b").says("Here ").says("you are").ends(USE);

        assertThat(reply(call).model()).isEqualTo("b");
        assertThat(group.text).containsExactly("Here ", "you are");
    }

    @Test
    void afterTheFirstWordNobodyElseIsAsked() {
        var call = two().ask();
        group.asked("a").says("Here").fails(Kind.TIMED_OUT);

        assertThat(failure(call).kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(group.times("b")).isZero();
    }

    @Test
    void afterAllHaveFailedTheLastReasonIsToldAndEachWasAskedOnce() {
        var call = two().ask();
        group.asked("a").fails(Kind.UNREADABLE);
        group.asked("b").fails(Kind.UNAVAILABLE);

        assertThat(failure(call)).hasMessage("b fails").extracting("kind").isEqualTo(Kind.UNAVAILABLE);
        assertThat(group.times("a") + group.times("b")).isEqualTo(2);
    }

    @Test
    void whatIsGivenUpIsNotAskedElsewhere() {
        var call = two().ask();
        call.cancel();

        assertThat(failure(call).kind()).isEqualTo(Kind.CANCELED);
        assertThat(group.asked("a").canceled).isTrue();
        assertThat(group.times("b")).isZero();
        assertThat(group.status("a").running()).isZero();
    }

    @Test
    void oneThatIsSilentForTooLongIsGivenUpWhileThereIsAnother() {
        var call = two().ask();
        group.loosePatience();

        assertThat(group.asked("a").canceled).isTrue();
        group.asked("a").says("too late");
        group.asked("b").says("Here").ends(USE);
        assertThat(reply(call).text()).isEqualTo("Here");
        assertThat(group.text).containsExactly("Here");
        assertThat(group.status("a").failed()).containsEntry(Kind.TIMED_OUT, 1L).containsEntry(Kind.CANCELED, 0L);
    }

    @Test
    void oneThatHasBegunMayTakeItsTime() {
        var call = two().ask();
        group.asked("a").says("Here");
        group.loosePatience();

        assertThat(open(call)).isTrue();
        assertThat(group.asked("a").canceled).isFalse();
    }

    @Test
    void theLastOneIsNotHurried() {
        var call = two().ask();
        group.asked("a").fails(Kind.UNAVAILABLE);

        assertThat(group.alarms).isEmpty();
        group.loosePatience();
        assertThat(open(call)).isTrue();
    }

    @Test
    void aRequestThatIsTurnedDownIsTurnedDownByAll() {
        var call = two().ask();
        group.asked("a").fails(Kind.REJECTED);

        assertThat(failure(call).kind()).isEqualTo(Kind.REJECTED);
        assertThat(group.times("b")).isZero();
    }

    @Test
    void aLongRequestThatIsTurnedDownGoesToOneThatReadsMore() {
        group.of("small", terms()).of("alike", terms()).of("large", reading(50_000));
        var call = group.ask(group.request("word ".repeat(4_000), 100));
        group.asked("small").fails(Kind.REJECTED);
        group.asked("large").ends(USE);

        assertThat(reply(call).model()).isEqualTo("large");
        assertThat(group.times("alike")).isZero();
    }

    private static Terms reading(long contextTokens) {
        return new Terms(terms().prices(), Set.of(), contextTokens, true, true, 8, 8);
    }

    @Test
    void oneThatFailsAgainAndAgainIsPassedByAndThenTriedByOneCall() {
        two();
        for (int i = 0; i < TestGroup.COOLDOWN.allowedFails(); i++) {
            group.ask();
            group.asked("a").fails(Kind.UNAVAILABLE);
            group.asked("b").ends(USE);
        }
        group.ask();
        assertThat(group.times("a")).isEqualTo(3);

        group.clock.pass(TestGroup.COOLDOWN.time());
        for (int i = 0; i < 5; i++) {
            group.ask();
        }
        assertThat(group.times("a")).isEqualTo(4);

        group.asked("a").ends(USE);
        group.ask();
        assertThat(group.times("a")).isEqualTo(5);
    }

    @Test
    void whenAllAreLeftAloneItIsSaidForHowLong() {
        group.of("a", terms());
        group.ask();
        group.asked("a").failsFor(Kind.RATE_LIMITED, Duration.ofSeconds(7));
        group.clock.pass(Duration.ofSeconds(2));

        var refused = failure(group.ask());

        assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(group.times("a")).isEqualTo(1);
    }

    @Test
    void nobodyIsAskedAfterTheDeadline() {
        var call = two().ask();
        group.clock.pass(Duration.ofSeconds(60));
        group.asked("a").fails(Kind.TIMED_OUT);

        assertThat(failure(call).kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(group.times("b")).isZero();
    }

    @Test
    void whatATenantMayNotSpendIsNotSpentAndOneThatCostsNothingIsAskedInstead() {
        group.of("dear", inEurope("1000")).of("local", inEurope("0")).within("100", "0.05");
        group.ask(group.ofTenant("Flights to Oslo", 100));
        assertThat(List.of(group.times("dear"), group.times("local"))).containsExactly(0, 1);

        group.ask();
        assertThat(group.times("dear")).as("for somebody else").isEqualTo(1);
    }

    private static Terms inEurope(String price) {
        return new Terms(terms(price).prices(), Set.of("eu"), 10_000, true, true, 8, 8);
    }

    @Test
    void whenNothingIsLeftToSpendItIsSaid() {
        group.of("dear", terms("1000")).within("0.25", "0.25");
        var first = group.ask();
        var second = group.ask();
        var third = group.ask();

        assertThat(open(first) && open(second)).isTrue();
        assertThat(failure(third).kind()).isEqualTo(Kind.BUDGET_EXCEEDED);

        group.asked("dear").ends(new TokenUse(10, 0, 10));
        assertThat(open(group.ask())).as("what was put aside came back").isTrue();
    }

    @Test
    void aReplyIsChargedByWhatItTookAndAFailureOnlyForWhatWasBegun() {
        group.of("a", new Terms(prices("1", "0.5", "4"), Set.of(), 10_000, true, true, 8, 8));
        group.ask();
        group.asked("a").ends(new TokenUse(1_000, 400, 50));
        group.ask();
        group.asked("a").fails(Kind.UNAVAILABLE);

        var status = group.status("a");
        assertThat(status.cost()).isEqualTo(600_000 + 200_000 + 200_000);
        assertThat(status.use()).isEqualTo(new TokenUse(1_000, 400, 50));
        assertThat(status.answered()).isEqualTo(1);
        assertThat(status.failed()).containsEntry(Kind.UNAVAILABLE, 1L);
    }

    private static Prices prices(String input, String cached, String output) {
        return new Prices(new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
    }

    @Test
    void aReplyOfAModelThatDoesNotCountIsCountedHere() {
        group.of("a", terms("1"));
        var call = group.ask();
        group.asked("a").says("three words here").ends(TokenUse.NONE);

        assertThat(reply(call).use().output()).isEqualTo(6);
        assertThat(group.status("a").cost()).isPositive();
    }

    @Test
    void aRequestThatIsTooLargeIsNotMade() {
        group.of("a", reading(1_000_000)).within("100", "100");

        var refused = failure(group.ask(group.request("word ".repeat(4_000), 100)));

        assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
        assertThat(refused).hasMessageContaining("jetway.model-budgets.max-tokens-per-request");
        assertThat(group.times("a")).isZero();
    }

    @Test
    void theConversationsOfATenantThatHaveToStayGoToModelsThatNameTheRegion() {
        group.of("anywhere", terms()).of("european", inEurope("0"));
        group.ask(group.ofTenant("Flights to Oslo", 100));
        group.ask();

        assertThat(List.of(group.times("anywhere"), group.times("european"))).containsExactly(1, 1);
    }

    @Test
    void whoHasNoModelIsToldSo() {
        group.of("anywhere", terms());

        assertThat(failure(group.ask(group.ofTenant("Flights to Oslo", 100))).kind())
                .isEqualTo(Kind.REJECTED);
    }
}
