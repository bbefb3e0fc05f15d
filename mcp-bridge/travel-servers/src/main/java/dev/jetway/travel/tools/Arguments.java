package dev.jetway.travel.tools;

import dev.jetway.travel.Refusal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Arguments of a call that fit the tool's input schema. */
record Arguments(Map<String, Object> values) {

    String text(String name) {
        return (String) values.get(name);
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable((String) values.get(name));
    }

    int integer(String name) {
        return ((Number) values.get(name)).intValue();
    }

    OptionalInt optionalInteger(String name) {
        return values.containsKey(name) ? OptionalInt.of(integer(name)) : OptionalInt.empty();
    }

    OptionalDouble optionalNumber(String name) {
        return values.containsKey(name)
                ? OptionalDouble.of(((Number) values.get(name)).doubleValue())
                : OptionalDouble.empty();
    }

    /** The {@code name} of every object in a list. */
    List<String> names(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .map(item -> (String) ((Map<?, ?>) item).get("name"))
                        .toList()
                : List.of();
    }

    LocalDate date(String name) {
        try {
            return LocalDate.parse(text(name));
        } catch (DateTimeParseException e) {
            throw new Refusal(name + ": '" + text(name) + "' is not a day of the calendar; give it as yyyy-MM-dd");
        }
    }

    Optional<LocalDate> optionalDate(String name) {
        return values.containsKey(name) ? Optional.of(date(name)) : Optional.empty();
    }
}
