package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jetway.agents.Action;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Names that are bound to what they name. */
public final class Digests {

    private static final ObjectMapper CANONICAL =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private Digests() {}

    /** SHA-256 in 43 characters of URL-safe Base64. */
    public static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Names a question to the traveler by its turn, its task and the exact call it is about. */
    public static String approvalId(String turn, String task, Action action) {
        return turn + ":" + task + ":"
                + sha256(action.tool() + canonical(action.arguments())).substring(0, 16);
    }

    private static String canonical(JsonNode arguments) {
        try {
            return CANONICAL.writeValueAsString(CANONICAL.treeToValue(arguments, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Arguments that are not JSON", e);
        }
    }
}
