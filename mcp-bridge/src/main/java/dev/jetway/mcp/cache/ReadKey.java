package dev.jetway.mcp.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * What an answer answers: two calls with equal keys may be given the same one.
 *
 * @param version hash of the tool's descriptor: a tool that changed is another tool
 * @param traveler whom the answer was made for; empty where it is the same for everybody
 * @param arguments canonical JSON: the order of fields makes no difference
 */
public record ReadKey(String server, String tool, String version, Optional<String> traveler, String arguments) {

    private static final ObjectMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    public static ReadKey of(
            String server, String tool, String version, Optional<String> traveler, JsonNode arguments) {
        try {
            return new ReadKey(server, tool, version, traveler, CANONICAL.writeValueAsString(arguments));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    /** About how many bytes this takes that are not shared with other keys. */
    int bytes() {
        return 2 * arguments.length() + traveler.map(String::length).orElse(0);
    }
}
