package dev.jetway.agents.evaluation;

import dev.jetway.agents.planning.reading.Dates;
import dev.jetway.agents.planning.reading.Times;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Ways to say a day or a time of day, from Schema-Guided Dialogue: what was said, what it means, how often it was said.
 */
public final class Expressions {

    private static final String DATES = "dates_canonical_ref2019-03-01.json";
    private static final String TIMES = "times_canonical.json";
    private static final LocalDate SAID_ON = LocalDate.of(2019, 3, 1);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    /**
     * One expression.
     *
     * @param got empty when nothing was read
     * @param times how often it was said
     */
    public record Expression(String said, String meant, String got, int times) {

        public boolean right() {
            return meant.equals(got);
        }
    }

    private Expressions() {}

    /** The days of a folder, as they are read; empty when it has none. */
    public static List<Expression> dates(Path folder) {
        return read(
                folder.resolve(DATES), said -> Dates.single(said, SAID_ON, true).map(LocalDate::toString));
    }

    /** The times of a folder, as they are read; empty when it has none. */
    public static List<Expression> times(Path folder) {
        return read(folder.resolve(TIMES), said -> Times.single(said).map(CLOCK::format));
    }

    /** Of everything that was said, how much was read rightly. */
    public static Ratio said(List<Expression> expressions) {
        return new Ratio(
                expressions.stream()
                        .filter(Expression::right)
                        .mapToLong(Expression::times)
                        .sum(),
                expressions.stream().mapToLong(Expression::times).sum());
    }

    private static List<Expression> read(Path file, Function<String, Optional<String>> reader) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        var expressions = new ArrayList<Expression>();
        for (var entry : Lines.whole(file)) {
            if (!entry.path(0).isTextual()
                    || !entry.path(1).isTextual()
                    || !entry.path(2).isInt()) {
                throw new BadDataException(
                        file.getFileName().toString(),
                        "entry %d is not [said, meant, times]".formatted(expressions.size() + 1));
            }
            var said = entry.path(0).textValue();
            expressions.add(new Expression(
                    said,
                    entry.path(1).textValue(),
                    reader.apply(said).orElse(""),
                    entry.path(2).intValue()));
        }
        return expressions;
    }
}
