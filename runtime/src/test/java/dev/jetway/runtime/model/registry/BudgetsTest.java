package dev.jetway.runtime.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BudgetsTest {

    private static final long ONE = 1_000_000_000L;
    private static final Optional<String> ACME = Optional.of("acme");
    private static final Optional<String> NOBODY = Optional.empty();

    private final TestClock clock = new TestClock();
    private final Budgets budgets = new Budgets(
            new BudgetSettings(
                    Optional.of(new BigDecimal("10")), new TreeMap<>(Map.of("acme", new BigDecimal("2"))), 100_000),
            clock);

    @Test
    void whatIsPutAsideIsNotThereForOthers() {
        var hold = budgets.reserve(ACME, 2 * ONE).orElseThrow();

        assertThat(budgets.reserve(ACME, 1)).isEmpty();
        hold.settle(ONE);
        assertThat(budgets.reserve(ACME, ONE)).isPresent();
    }

    @Test
    void aTenantThatHasSpentItsOwnTakesNothingFromOthers() {
        budgets.reserve(ACME, 2 * ONE).orElseThrow();
        for (int i = 0; i < 5; i++) {
            assertThat(budgets.reserve(ACME, ONE)).isEmpty();
        }

        assertThat(budgets.reserve(NOBODY, 8 * ONE)).isPresent();
    }

    @Test
    void whatATenantSpendsIsSpentOfTheWhole() {
        budgets.reserve(ACME, 2 * ONE).orElseThrow().settle(2 * ONE);

        assertThat(budgets.reserve(NOBODY, 9 * ONE)).isEmpty();
        assertThat(budgets.spent())
                .containsEntry("", new BigDecimal("2.000000000"))
                .containsEntry("acme", new BigDecimal("2.000000000"));
    }

    @Test
    void midnightBringsANewDayAndWhatIsUnderWayStaysPutAside() {
        budgets.reserve(NOBODY, 6 * ONE).orElseThrow().settle(6 * ONE);
        budgets.reserve(NOBODY, 3 * ONE).orElseThrow();
        clock.pass(Duration.ofHours(15));

        assertThat(budgets.reserve(NOBODY, 8 * ONE)).isEmpty();
        assertThat(budgets.reserve(NOBODY, 7 * ONE)).isPresent();
    }

    @Test
    void aCallIsCountedOnce() {
        var hold = budgets.reserve(NOBODY, ONE).orElseThrow();
        hold.settle(ONE);
        hold.settle(ONE);

        assertThat(budgets.spent()).containsEntry("", new BigDecimal("1.000000000"));
    }

    @Test
    void whatCostsNothingGoesOnWhenAllIsSpent() {
        budgets.reserve(NOBODY, 10 * ONE).orElseThrow().settle(12 * ONE);

        assertThat(budgets.reserve(NOBODY, 1)).isEmpty();
        assertThat(budgets.reserve(NOBODY, 0)).isPresent();
    }
}
