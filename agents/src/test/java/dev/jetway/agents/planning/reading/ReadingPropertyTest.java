package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReadingPropertyTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final List<String> WITH_YEAR = List.of(
            "yyyy-MM-dd",
            "yyyy/MM/dd",
            "dd.MM.yyyy",
            "d/M/yyyy",
            "d/M/yy",
            "d MMMM yyyy",
            "d MMM yyyy",
            "MMMM d, yyyy",
            "EEEE, d MMMM yyyy",
            "EEE d MMM yyyy");
    private static final List<String> WITHOUT_YEAR = List.of("d MMMM", "MMMM d", "d/M", "'the' d MMM", "EEEE d MMMM");
    private static final List<String> CLOCKS = List.of("HH:mm", "h:mm a", "h:mma", "h.mm a", "hh:mm a");

    @Provide
    Arbitrary<String> forms() {
        return Arbitraries.of(WITH_YEAR);
    }

    @Provide
    Arbitrary<String> shortForms() {
        return Arbitraries.of(WITHOUT_YEAR);
    }

    @Provide
    Arbitrary<String> clocks() {
        return Arbitraries.of(CLOCKS);
    }

    @Property(tries = 1_000)
    void aDayThatIsPrintedInAnyCommonFormIsReadBack(
            @ForAll @IntRange(max = 20_000) int later, @ForAll("forms") String form) {
        var day = TODAY.plusDays(later);
        assertThat(Dates.single(print(day, form), TODAY, false)).contains(day);
    }

    @Property(tries = 1_000)
    void aDayOfTheComingYearNeedsNoYear(@ForAll @IntRange(max = 364) int later, @ForAll("shortForms") String form) {
        var day = TODAY.plusDays(later);
        assertThat(Dates.single(print(day, form), TODAY, false)).contains(day);
    }

    @Property(tries = 500)
    void aDayOfTheComingMonthNeedsNoMonth(@ForAll @IntRange(max = 29) int later) {
        var day = TODAY.plusDays(later);
        var text = "the %d%s".formatted(day.getDayOfMonth(), suffix(day.getDayOfMonth()));
        assertThat(Dates.single(text, TODAY, false)).contains(day);
    }

    @Property(tries = 500)
    void aRangeIsReadBackWithBothItsDays(
            @ForAll @IntRange(max = 300) int later, @ForAll @IntRange(min = 1, max = 60) int nights) {
        var start = TODAY.plusDays(later);
        var end = start.plusDays(nights);
        var text = "from %s to %s".formatted(print(start, "d MMMM"), print(end, "d MMMM"));
        var period = Dates.read(Words.of(text), TODAY, false, Period.NONE);
        assertThat(period.start()).isEqualTo(start);
        assertThat(period.end()).isEqualTo(end);
    }

    @Property(tries = 500)
    void laterAndBackAgainIsTheSameDays(
            @ForAll @IntRange(min = 1, max = 30) int days, @ForAll @IntRange(min = 1, max = 30) int nights) {
        var start = TODAY.plusDays(100);
        var period = new Period(start, start.plusDays(nights), null, null, List.of(), null);
        var later = Dates.read(Words.of(days + " days later"), TODAY, false, period);
        assertThat(later.start()).isEqualTo(start.plusDays(days));
        var back = Dates.read(Words.of(days + " days earlier"), TODAY, false, later);
        assertThat(back.start()).isEqualTo(period.start());
        assertThat(back.end()).isEqualTo(period.end());
    }

    @Property(tries = 1_000)
    void aTimeThatIsPrintedInAnyCommonFormIsReadBack(
            @ForAll @IntRange(max = 1_439) int minute, @ForAll("clocks") String form) {
        var time = LocalTime.ofSecondOfDay(minute * 60L);
        var text = DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(time);
        assertThat(Times.single(text)).contains(time);
    }

    @Property(tries = 500)
    void easterIsASundayBetweenTheEquinoxAndTheEndOfApril(@ForAll @IntRange(min = 1583, max = 4000) int year) {
        var easter = Holidays.easter(year);
        assertThat(easter.getDayOfWeek().getValue()).isEqualTo(7);
        assertThat(easter).isBetween(LocalDate.of(year, 3, 22), LocalDate.of(year, 4, 25));
    }

    @Property(tries = 500)
    void oneSlipIsASlipInBothDirections(@ForAll("words") String first, @ForAll("words") String second) {
        assertThat(Spelling.oneSlip(first, second)).isEqualTo(Spelling.oneSlip(second, first));
        assertThat(Spelling.oneSlip(first, first)).isFalse();
        assertThat(Spelling.oneSlip(first, first + "x")).isTrue();
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().withChars('a', 'b').ofMinLength(1).ofMaxLength(4);
    }

    private static String print(LocalDate day, String form) {
        return DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(day);
    }

    private static String suffix(int day) {
        return switch (day) {
            case 1, 21, 31 -> "st";
            case 2, 22 -> "nd";
            case 3, 23 -> "rd";
            default -> "th";
        };
    }
}
