package dev.jetway.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.operations.Regions;
import dev.jetway.runtime.region.link.PrimaryMoves;
import dev.jetway.runtime.region.link.RegionLink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Several regions, as operators see and change them. */
final class LinkedRegions implements Regions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegionLink link;

    LinkedRegions(RegionLink link) {
        this.link = link;
    }

    @Override
    public String report() {
        return link.report();
    }

    @Override
    public CompletionStage<String> movePrimary(String request) {
        JsonNode asked;
        try {
            asked = JSON.readTree(request);
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedStage(new IllegalArgumentException("That is no JSON", e));
        }
        return link.moves()
                .move(new PrimaryMoves.Request(
                        asked.path("to").asText(),
                        asked.path("force").asBoolean(),
                        asked.path("reason").asText(),
                        asked.path("by").asText()))
                .thenApply(moved -> JSON.valueToTree(moved).toString());
    }
}
