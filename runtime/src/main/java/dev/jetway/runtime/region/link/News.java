package dev.jetway.runtime.region.link;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What one node tells those of another region of what its conversations have stored.
 *
 * @param events which journals have events up to where
 * @param more there were more than could be kept, and nobody knows of what
 */
record News(List<UpTo> events, boolean more) {

    /** In one message; a few hundred bytes each at most. */
    static final int MOST = 500;

    private static final int LONGEST_ID = 400;

    /** The others may be of a later version. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** @param id a persistence id: whose journal @param seq its latest event, or one before it */
    record UpTo(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) long seq) {}

    News {
        events = events == null ? List.of() : List.copyOf(events);
    }

    JsonNode json() {
        return JSON.valueToTree(this);
    }

    /**
     * @param region whose news they are: only of its own journals, replicas of a region are named after it
     * @throws IllegalArgumentException saying what is wrong
     */
    static News parse(String text, String region) {
        News news;
        try {
            news = JSON.readValue(text, News.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No news: " + e.getOriginalMessage(), e);
        }
        if (news == null || news.events().size() > MOST) {
            throw new IllegalArgumentException("No news: \"events\" must be at most %d".formatted(MOST));
        }
        for (var event : news.events()) {
            if (event.id() == null
                    || event.id().length() > LONGEST_ID
                    || !event.id().endsWith("|" + region)) {
                throw new IllegalArgumentException(
                        "No news: each \"id\" must end with |%s and have at most %d characters"
                                .formatted(region, LONGEST_ID));
            }
            if (event.seq() < 1) {
                throw new IllegalArgumentException("No news: each \"seq\" must be at least 1");
            }
        }
        return news;
    }
}
