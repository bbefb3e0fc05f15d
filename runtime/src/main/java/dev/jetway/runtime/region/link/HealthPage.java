package dev.jetway.runtime.region.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.util.Optional;

/** What a region says of itself on the link: that it is there, and where it knows the primary. */
final class HealthPage {

    /** The others may be of a later version. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private HealthPage() {}

    /** @param primary empty while this region can't say, as it has not read its register yet */
    static JsonNode of(String region, Optional<PrimaryMoved> primary) {
        var page = JSON.createObjectNode().put("region", region);
        primary.ifPresent(moved -> page.put("primary", moved.region()).set("moved", JSON.valueToTree(moved)));
        return page;
    }

    /** Of another region's page. One that knows of no moves names the primary of its configuration. */
    static Optional<PrimaryMoved> primary(JsonNode page) {
        try {
            if (page.has("moved")) {
                return Optional.of(JSON.treeToValue(page.get("moved"), PrimaryMoved.class));
            }
            var named = page.path("primary").asText();
            return named.isEmpty() ? Optional.empty() : Optional.of(PrimaryMoved.configured(named));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
