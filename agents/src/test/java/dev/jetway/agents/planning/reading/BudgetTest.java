package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            under 150 euros a night                  | 150     | EUR | false
            max $800 in total                        | 800     | USD | true
            £1,250.50 at most, or under £90          | 90      | GBP | false
            no more than 1.200 euros altogether      | 1200    | EUR | true
            less than one hundred and fifty dollars  | 150     | USD | false
            between 100 and 150 euros a night        | 150     | EUR | false
            €100-150 per night                       | 150     | EUR | false
            100 euros or less                        | 100     | EUR | false
            my budget is 120 CHF                     | 120     | CHF | false
            a budget of about 90                     | 90      |     | false
            nothing over £100                        | 100     | GBP | false
            €80/night                                | 80      | EUR | false
            up to $2k for everything                 | 2000    | USD | true
            """)
    void aLimitHasAnAmountAndACurrency(String text, BigDecimal amount, String currency, boolean whole) {
        assertThat(Budget.read(Words.of(text))).isEqualTo(new Budget(amount, currency, whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"under two hours", "at most 2 stops", "max 3 stars", "within 5 km", "up to 9 people"})
    void otherLimitsAreNoPrice(String text) {
        assertThat(Budget.read(Words.of(text))).isEqualTo(Budget.NONE);
    }

    @ParameterizedTest
    @CsvSource({"prices in euros please, EUR", "show it in USD, USD"})
    void aCurrencyMayBeAllThatIsSaid(String text, String currency) {
        assertThat(Budget.read(Words.of(text))).isEqualTo(new Budget(null, currency));
    }
}
