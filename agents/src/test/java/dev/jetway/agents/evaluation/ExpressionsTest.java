package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpressionsTest {

    @TempDir
    Path folder;

    @Test
    void expressionsAreReadOnTheDayTheyWereSaidAndWeighedByHowOften() throws IOException {
        write("dates_canonical_ref2019-03-01.json", "[['March 10th', '2019-03-10', 3], ['whenever', '2019-03-11', 1]]");
        write("times_canonical.json", "[['half past 4 in the afternoon', '16:30', 2]]");

        var dates = Expressions.dates(folder);
        assertThat(dates.get(0).got()).isEqualTo("2019-03-10");
        assertThat(dates.get(1).got()).isEmpty();
        assertThat(Expressions.said(dates)).isEqualTo(new Ratio(3, 4));
        assertThat(Expressions.said(Expressions.times(folder))).isEqualTo(new Ratio(2, 2));
    }

    @Test
    void aFolderMayHaveNone() {
        assertThat(Expressions.dates(folder)).isEmpty();
        assertThat(Expressions.said(Expressions.times(folder)).share()).isNaN();
    }

    @Test
    void refusesWhatIsNoExpression() throws IOException {
        write("times_canonical.json", "[['noon', '12:00', 1], ['noon', '12:00']]");

        assertThatThrownBy(() -> Expressions.times(folder))
                .hasMessage("times_canonical.json: entry 2 is not [said, meant, times]");
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json.replace('\'', '"'));
    }
}
