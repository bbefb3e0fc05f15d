package dev.jetway.agents.planning.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.Planning.Answer.Kind;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.Slots;
import dev.jetway.agents.task.InvalidPlanException;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.travel.Markdown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Makes a plan of what a model answered, or says what is wrong with it: unknown skills, a graph that could never be
 * worked, an input that does not fit its skill, an offer or a booking nobody has shown, a booking or another change
 * nobody asked for, a price in an answer that no result has.
 */
final class PlanCheck {

    private static final int MAX_TITLE = 80;
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_ASSUMPTION = 240;
    private static final int MAX_ASSUMPTIONS = 6;
    private static final String ARTIFACT = "$artifact";

    private final Set<String> careful;
    private final SchemaCheck schemas;
    private final Planner second;

    /** @param second is asked whether it sees a wish for a booking as well where no keyword says so */
    PlanCheck(Collection<AgentCard> cards, SchemaCheck schemas, Planner second) {
        this.careful = cards.stream()
                .filter(card -> card.risk() != Risk.READ)
                .flatMap(card -> card.skills().stream())
                .map(Skill::id)
                .collect(Collectors.toUnmodifiableSet());
        this.schemas = schemas;
        this.second = second;
    }

    /** Fails with {@link InvalidPlanException}, whose message a model can mend its answer by. */
    CompletionStage<Planning> planning(String answer, PlanningRequest request) {
        try {
            var draft = Draft.of(answer);
            var conversation = new Conversation(request);
            if (!draft.kind().equals("plan")) {
                return CompletableFuture.completedFuture(answer(draft, conversation));
            }
            var tasks = new ArrayList<Task>();
            for (var item : draft.tasks()) {
                tasks.add(task(item, request.skills(), conversation));
            }
            var graph = TaskGraph.of(tasks, request.skills().keySet());
            var assumptions = assumptions(draft, conversation);
            return asked(graph, request, conversation).thenApply(asked -> new Planning.Tasks(asked, assumptions));
        } catch (InvalidPlanException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private Task task(Draft.Item item, Map<String, Skill> skills, Conversation conversation) {
        var skill = skills.get(item.skill());
        if (skill == null) {
            throw new InvalidPlanException("Task '%s' asks for the skill '%s'; there are only %s"
                    .formatted(shortly(item.id()), shortly(item.skill()), new TreeSet<>(skills.keySet())));
        }
        var input = known(item.input(), skill.inputSchema());
        refuseMisfit(item.id(), input, skill);
        refuseStrangers(item.id(), input, skill, conversation);
        var task = Task.of(
                item.id(),
                skill.id(),
                title(item, skill, conversation),
                input.toString(),
                item.dependsOn().toArray(String[]::new));
        return item.optional() ? task.asOptional() : task;
    }

    /** Without what the schema does not name, where it does not say that anything goes. */
    private static ObjectNode known(ObjectNode input, JsonNode schema) {
        if (!schema.path("properties").isObject() || schema.has("additionalProperties")) {
            return input;
        }
        var names = new TreeSet<String>();
        schema.get("properties").fieldNames().forEachRemaining(names::add);
        return input.deepCopy().retain(names);
    }

    /** What comes from another task is not there yet; its place is not looked at. */
    private void refuseMisfit(String id, ObjectNode input, Skill skill) {
        var references = new ArrayList<String>();
        collectReferences(input, "", references);
        var wrong = schemas.violations(skill.inputSchema(), input).stream()
                .filter(violation -> references.stream()
                        .noneMatch(at ->
                                violation.at().equals(at) || violation.at().startsWith(at + "/")))
                .map(violation ->
                        "%s %s".formatted(violation.at(), violation.what()).strip())
                .limit(5)
                .toList();
        if (!wrong.isEmpty()) {
            throw new InvalidPlanException(
                    "The input of task '%s' does not fit %s: %s".formatted(shortly(id), skill.id(), wrong));
        }
    }

    private static void collectReferences(JsonNode node, String at, List<String> into) {
        if (node.has(ARTIFACT)) {
            into.add(at);
        } else if (node.isObject()) {
            node.properties()
                    .forEach(field -> collectReferences(
                            field.getValue(),
                            at + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                            into));
        } else {
            for (int i = 0; i < node.size(); i++) {
                collectReferences(node.get(i), at + "/" + i, into);
            }
        }
    }

    /** Offers come from a result, bookings from a result or from the traveler. */
    private static void refuseStrangers(String id, ObjectNode input, Skill skill, Conversation conversation) {
        for (var property : skill.inputSchema().path("properties").properties()) {
            var slot = property.getValue().path(Slots.KEY).asText();
            var value = input.path(property.getKey());
            if (!value.isTextual()) {
                continue;
            }
            var text = value.textValue();
            boolean offer = slot.equals(Slots.OFFER);
            boolean booking = slot.equals(Slots.REFERENCE);
            if (offer && !conversation.hasShown(text)
                    || booking && !conversation.hasShown(text) && !conversation.hasSaid(text)) {
                throw new InvalidPlanException(
                        "The %s '%s' of task '%s' stands nowhere in this conversation; ask the traveler instead"
                                .formatted(property.getKey(), shortly(text), shortly(id)));
            }
        }
    }

    private CompletionStage<TaskGraph> asked(TaskGraph graph, PlanningRequest request, Conversation conversation) {
        var unasked = graph.tasks().values().stream()
                .map(Task::skill)
                .filter(careful::contains)
                .filter(skill -> !conversation.asksFor(request.skills().get(skill)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (unasked.isEmpty()) {
            return CompletableFuture.completedFuture(graph);
        }
        return second.plan(request).thenApply(planning -> {
            planning.fold(Planning.Tasks::graph, answer -> TaskGraph.EMPTY)
                    .tasks()
                    .values()
                    .forEach(task -> unasked.remove(task.skill()));
            if (!unasked.isEmpty()) {
                throw new InvalidPlanException(
                        "The message does not ask for %s; leave that out, or ask the traveler whether they want it"
                                .formatted(unasked));
            }
            return graph;
        });
    }

    private static Planning answer(Draft draft, Conversation conversation) {
        var text = Markdown.escape(draft.text(), MAX_TEXT);
        if (text.isEmpty()) {
            throw new InvalidPlanException("text must not be empty for kind " + draft.kind());
        }
        var invented = conversation.invented(draft.text());
        if (!invented.isEmpty()) {
            throw new InvalidPlanException("text states what nobody said and no result has: %s".formatted(invented));
        }
        var kind = switch (draft.kind()) {
            case "chat" -> Kind.CHAT;
            case "question" -> Kind.QUESTION;
            default -> Kind.OUT_OF_SCOPE;
        };
        return new Planning.Answer(text, kind, new Planning.Maker("", 1, TokenUse.NONE));
    }

    private static List<String> assumptions(Draft draft, Conversation conversation) {
        return draft.assumptions().stream()
                .filter(sentence -> conversation.invented(sentence).isEmpty())
                .map(sentence -> Markdown.escape(sentence, MAX_ASSUMPTION))
                .filter(sentence -> !sentence.isEmpty())
                .limit(MAX_ASSUMPTIONS)
                .toList();
    }

    private static String title(Draft.Item item, Skill skill, Conversation conversation) {
        var title = Markdown.plain(item.title(), MAX_TITLE);
        boolean fit = !title.isEmpty() && conversation.invented(title).isEmpty();
        return fit ? title : skill.id().replace('.', ' ');
    }

    /** What a stranger wrote, short enough to be said back and logged. */
    private static String shortly(String text) {
        return Markdown.plain(text, 60);
    }
}
