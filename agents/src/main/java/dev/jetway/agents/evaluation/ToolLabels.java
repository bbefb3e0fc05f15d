package dev.jetway.agents.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.planning.intent.Continuity;
import dev.jetway.agents.planning.intent.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tools that the intents of a public set stand for, described as an agent's card describes its skills.
 *
 * @param tools in the order of the file
 * @param byIntent tool ids, by {@code service/intent}
 */
public record ToolLabels(List<Tool> tools, Map<String, String> byIntent) {

    private static final int MOST = 100;

    /**
     * A tool: its id, and how it is asked for.
     *
     * @param after ids of tools that it usually comes after
     */
    public record Tool(String id, Set<String> after, List<String> keywords, List<String> examples) {}

    /** @throws BadDataException when it is no such file */
    public static ToolLabels read(Path file) {
        var line = new Lines.Line(file.getFileName().toString(), Lines.whole(file));
        var tools = new ArrayList<Tool>();
        Map<String, String> byIntent = new HashMap<>();
        for (var tool : line.list(line.object(), "tools", MOST)) {
            var id = line.text(tool, "id");
            var examples = words(line, tool, "examples");
            if (examples.isEmpty()) {
                throw line.bad("%s has no examples", id);
            }
            tools.add(new Tool(id, Set.copyOf(words(line, tool, "after")), words(line, tool, "keywords"), examples));
            words(line, tool, "intents").forEach(intent -> byIntent.put(intent, id));
        }
        return new ToolLabels(List.copyOf(tools), Map.copyOf(byIntent));
    }

    private static List<String> words(Lines.Line line, JsonNode tool, String field) {
        return line.list(tool, field, MOST).stream()
                .map(word -> {
                    if (!word.isTextual()) {
                        throw line.bad("'%s' has to be a list of words", field);
                    }
                    return word.textValue();
                })
                .toList();
    }

    /** What a classifier learns from: examples, and keywords as the shortest of them. */
    public List<Label> labels() {
        return tools.stream()
                .map(tool -> Label.within(
                        tool.id(),
                        Stream.concat(tool.examples().stream(), tool.keywords().stream())
                                .toList()))
                .toList();
    }

    public Continuity continuity() {
        return new Continuity(tools.stream().collect(Collectors.toMap(Tool::id, Tool::after)));
    }

    public int examples() {
        return tools.stream().mapToInt(tool -> tool.examples().size()).sum();
    }
}
