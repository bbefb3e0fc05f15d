package dev.jetway.agents.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Skill;
import dev.jetway.agents.evaluation.LabeledRequest.Expected;
import dev.jetway.agents.evaluation.LabeledRequest.Outcome;
import dev.jetway.agents.evaluation.Verdict.Got;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.Slots;
import dev.jetway.agents.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what a planner made of a request with what was expected. Immutable. */
final class Judge {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Skill> skills;

    Judge(Map<String, Skill> skills) {
        this.skills = Map.copyOf(skills);
    }

    /** A planned task, what of its input is judged left to be seen. */
    private record Planned(String skill, JsonNode input, boolean optional) {

        static Planned of(Task task) {
            try {
                return new Planned(task.skill(), JSON.readTree(task.input()), task.optional());
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("The input of task '%s' is not JSON".formatted(task.id()), e);
            }
        }
    }

    Verdict judge(LabeledRequest request, Planning planning, long nanos) {
        return planning.fold(tasks -> judge(request, tasks, nanos), answer -> judge(request, answer, nanos));
    }

    Verdict failed(LabeledRequest request, Throwable error, long nanos) {
        var missed =
                request.tasks().stream().mapToInt(task -> task.input().size()).sum();
        return new Verdict(
                request,
                Got.FAILED,
                false,
                false,
                false,
                new SlotCount(0, 0, missed),
                0,
                nanos,
                "",
                "failed: " + error);
    }

    private Verdict judge(LabeledRequest request, Planning.Answer answer, long nanos) {
        var got = switch (answer.kind()) {
            case CHAT -> Got.CHAT;
            case QUESTION -> Got.ASK;
            case OUT_OF_SCOPE -> Got.OUT_OF_SCOPE;
            case NOT_UNDERSTOOD -> Got.NOT_UNDERSTOOD;
        };
        var missed =
                request.tasks().stream().mapToInt(task -> task.input().size()).sum();
        boolean asked = got == Got.ASK
                && request.outcome() == Outcome.ASK
                && (request.asks().isEmpty() || questions(request.asks()).equals(questions(answer.asks())));
        return new Verdict(
                request,
                got,
                request.tasks().isEmpty(),
                false,
                asked,
                new SlotCount(0, 0, missed),
                answer.maker().confidence(),
                nanos,
                answer.maker().planner(),
                "%s%s: %s"
                        .formatted(
                                got,
                                answer.asks().isEmpty() ? "" : " " + answer.asks(),
                                answer.text().lines().findFirst().orElse("")));
    }

    private Verdict judge(LabeledRequest request, Planning.Tasks plan, long nanos) {
        var planned = plan.graph().tasks().values().stream().map(Planned::of).toList();
        boolean tools = names(planned, Planned::skill).equals(names(request.tasks(), Expected::skill));
        var left = new ArrayList<>(planned);
        var slots = SlotCount.NONE;
        boolean exact = tools;
        // The most alike first, so that of two flights each is compared with its own.
        for (var expected : request.tasks()) {
            var best = left.stream()
                    .filter(task -> task.skill().equals(expected.skill()))
                    .max(Comparator.comparing(
                                    (Planned task) -> compare(expected, task).right())
                            .thenComparing(task -> -compare(expected, task).wrong()));
            if (best.isEmpty()) {
                slots = slots.plus(new SlotCount(0, 0, expected.input().size()));
                continue;
            }
            left.remove(best.get());
            var count = compare(expected, best.get());
            slots = slots.plus(count);
            exact &= count.wrong() == 0
                    && count.missed() == 0
                    && expected.optional() == best.get().optional();
        }
        for (var superfluous : left) {
            slots = slots.plus(new SlotCount(0, filled(superfluous, Set.of()).size(), 0));
        }
        return new Verdict(
                request,
                Got.PLAN,
                tools,
                exact,
                false,
                slots,
                plan.maker().confidence(),
                nanos,
                plan.maker().planner(),
                shown(planned));
    }

    private SlotCount compare(Expected expected, Planned planned) {
        int right = 0;
        var named = new HashSet<String>();
        expected.input().fieldNames().forEachRemaining(named::add);
        for (var property : named) {
            right += equal(expected.input().get(property), planned.input().get(property)) ? 1 : 0;
        }
        return new SlotCount(right, filled(planned, named).size() - right, named.size() - right);
    }

    /** The properties that count: the named ones, and those a planner may not add by itself. */
    private List<String> filled(Planned task, Set<String> named) {
        var filled = new ArrayList<String>();
        task.input().properties().forEach(property -> {
            if (named.contains(property.getKey()) || !free(task, property.getKey(), property.getValue())) {
                filled.add(property.getKey());
            }
        });
        return filled;
    }

    private boolean free(Planned task, String property, JsonNode value) {
        if (value.isNull() || value.has("$artifact") || !skills.containsKey(task.skill())) {
            return value.isNull() || value.has("$artifact");
        }
        var properties = skills.get(task.skill()).inputSchema().path("properties");
        var slots = properties.findValuesAsText(Slots.KEY);
        return switch (properties.path(property).path(Slots.KEY).asText()) {
            case Slots.CURRENCY, Slots.PLACE_COUNTRY, Slots.PLACE_FROM_COUNTRY, Slots.PLACE_TO_COUNTRY -> true;
            case Slots.PLACE_FROM -> slots.contains(Slots.PLACE_FROM_IATA);
            case Slots.PLACE, Slots.PLACE_TO -> slots.contains(Slots.PLACE_TO_IATA);
            case Slots.ADULTS, Slots.GUESTS, Slots.ROOMS -> value.asInt() == 1;
            case Slots.CHILDREN -> value.asInt() == 0;
            default -> false;
        };
    }

    private static boolean equal(JsonNode expected, JsonNode got) {
        if (got == null) {
            return false;
        }
        return expected.isNumber() && got.isNumber()
                ? expected.decimalValue().compareTo(got.decimalValue()) == 0
                : expected.equals(got);
    }

    /** Slots that one question asks for are one. */
    private static Set<String> questions(Set<String> slots) {
        return slots.stream()
                .map(slot -> switch (slot) {
                    case Slots.PLACE_FROM, Slots.PLACE_FROM_COUNTRY, Slots.PLACE_FROM_IATA -> Slots.PLACE_FROM;
                    case Slots.PLACE,
                            Slots.PLACE_COUNTRY,
                            Slots.PLACE_TO,
                            Slots.PLACE_TO_COUNTRY,
                            Slots.PLACE_TO_IATA -> Slots.PLACE_TO;
                    case Slots.DATE_START, Slots.DATE_SOON_START -> Slots.DATE_START;
                    case Slots.DATE_END, Slots.DATE_SOON_END -> Slots.DATE_END;
                    default -> slot;
                })
                .collect(Collectors.toSet());
    }

    private static <T> Map<String, Long> names(Collection<T> tasks, Function<T, String> name) {
        return tasks.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()));
    }

    private static String shown(List<Planned> tasks) {
        return tasks.stream()
                .map(task -> shown(task.skill(), task.input(), task.optional()))
                .collect(Collectors.joining(" + "));
    }

    static String expected(LabeledRequest request) {
        return switch (request.outcome()) {
            case PLAN ->
                request.tasks().stream()
                        .map(task -> shown(task.skill(), task.input(), task.optional()))
                        .collect(Collectors.joining(" + "));
            case ASK -> "ASK " + new TreeSet<>(request.asks());
            case CHAT, OUT_OF_SCOPE -> request.outcome().name();
        };
    }

    private static String shown(String skill, JsonNode input, boolean optional) {
        return skill + (optional ? "?" : "") + input;
    }
}
