package dev.jetway.runtime.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A scripted conversation in the language that {@code dialogues/README.md} describes. */
record Dialogue(String title, List<Step> steps) {

    /** What somebody does. */
    enum Act {
        SAYS,
        APPROVES,
        DENIES,
        APPROVES_TOO_LATE,
        BREAKS,
        RESTARTS,
        HEALS
    }

    /** What has to hold after a step: {@code calls}, {@code booked}, … */
    record Check(int line, String what, String expected) {}

    /**
     * @param who the traveler; empty where the travel servers are meant
     * @param text what they say, or the tool that breaks and how
     */
    record Step(int line, Act act, String who, String text, List<Check> checks) {
        boolean has(String what) {
            return checks.stream().anyMatch(check -> check.what().equals(what));
        }
    }

    static final Set<String> CHECKS =
            Set.of("calls", "input", "asks", "says", "never says", "confirms", "shows", "booked");

    private static final Pattern SAYS = Pattern.compile("([a-z]+): (.+)");
    private static final Pattern ACTS = Pattern.compile("([a-z]+) (approves|denies|approves too late)");
    private static final Pattern BREAKS = Pattern.compile("travel breaks: (\\w+\\.[\\w*]+ \\{.+})");
    private static final Pattern CHECK = Pattern.compile("  ([a-z ]+): (.+)");

    static List<Dialogue> in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(Dialogue::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Dialogue> read(Path file) {
        try {
            return parse(file.getFileName().toString(), Files.readAllLines(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Dialogue> parse(String file, List<String> lines) {
        var dialogues = new ArrayList<Dialogue>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).stripTrailing();
            if (line.startsWith("# ")) {
                dialogues.add(new Dialogue(line.substring(2), new ArrayList<>()));
            } else if (!line.isEmpty()) {
                if (dialogues.isEmpty() || !dialogues.get(dialogues.size() - 1).take(line, i + 1)) {
                    throw new IllegalArgumentException("%s:%d makes no sense here: %s".formatted(file, i + 1, line));
                }
            }
        }
        dialogues.forEach(dialogue -> dialogue.complete(file));
        return dialogues;
    }

    private boolean take(String line, int number) {
        var check = CHECK.matcher(line);
        if (check.matches()) {
            return !steps.isEmpty()
                    && CHECKS.contains(check.group(1))
                    && last().checks().add(new Check(number, check.group(1), check.group(2)));
        }
        return switch (line) {
            case "travel restarts" -> add(number, Act.RESTARTS, "", "");
            case "travel heals" -> add(number, Act.HEALS, "", "");
            default -> takeTraveler(line, number);
        };
    }

    private boolean takeTraveler(String line, int number) {
        var breaks = BREAKS.matcher(line);
        if (breaks.matches()) {
            return add(number, Act.BREAKS, "", breaks.group(1));
        }
        var acts = ACTS.matcher(line);
        if (acts.matches()) {
            var act = switch (acts.group(2)) {
                case "approves" -> Act.APPROVES;
                case "denies" -> Act.DENIES;
                default -> Act.APPROVES_TOO_LATE;
            };
            return add(number, act, acts.group(1), "");
        }
        var says = SAYS.matcher(line);
        return says.matches() && add(number, Act.SAYS, says.group(1), says.group(2));
    }

    private boolean add(int number, Act act, String who, String text) {
        return steps.add(new Step(number, act, who, text, new ArrayList<>()));
    }

    private Step last() {
        return steps.get(steps.size() - 1);
    }

    /** Whoever writes a dialogue cannot forget to say which tools are called and what is booked in the end. */
    private void complete(String file) {
        for (var step : steps) {
            if (step.act() == Act.SAYS && !step.has("calls") && !step.has("asks")) {
                throw new IllegalArgumentException(
                        "%s:%d needs a line 'calls:' or 'asks:'".formatted(file, step.line()));
            }
        }
        if (steps.isEmpty() || !last().has("booked")) {
            throw new IllegalArgumentException("%s: “%s” does not end with 'booked:'".formatted(file, title));
        }
    }
}
