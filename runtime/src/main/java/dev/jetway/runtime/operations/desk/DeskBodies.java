package dev.jetway.runtime.operations.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.agui.RunInputs;
import java.util.regex.Pattern;

/** Reads what people at the desk send. */
final class DeskBodies {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Pattern CONVERSATION =
            Pattern.compile("[A-Za-z0-9_-]{1,700}\\.[A-Za-z0-9_:-]{1,64}(?:@[a-z0-9-]{1,64})?");

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .'’-]{0,63}");

    private DeskBodies() {}

    static Fields read(String text) throws BadFrameException {
        try {
            return Fields.of("body", JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw Fields.bad("The body is no JSON");
        }
    }

    /** @param entityId as {@code GET /v1/desk} has it */
    static ConversationId conversation(String entityId) throws BadFrameException {
        if (CONVERSATION.matcher(entityId).matches()) {
            try {
                var id = ConversationId.fromEntityId(entityId);
                if (id.entityId().equals(entityId)) {
                    return id;
                }
            } catch (IllegalArgumentException e) {
                throw noConversation();
            }
        }
        throw noConversation();
    }

    private static BadFrameException noConversation() {
        return Fields.bad("body.conversation is none; take one from GET /v1/desk");
    }

    /** As the traveler will see them. */
    static String name(Fields body, String otherwise) throws BadFrameException {
        var name = body.text("name").orElse(otherwise).strip();
        if (!NAME.matcher(name).matches()) {
            throw Fields.bad("%s must be a name of 1 to 64 letters, digits, spaces, '.', '-' and apostrophes"
                    .formatted(body.at("name")));
        }
        return name;
    }

    static UserMessage message(Fields body) throws BadFrameException {
        var id = body.id("id");
        var text = body.required("text").strip();
        if (text.isEmpty() || text.length() > RunInputs.MAX_TEXT) {
            throw new BadFrameException(
                    "payload_invalid",
                    null,
                    "%s must have 1 to %d characters".formatted(body.at("text"), RunInputs.MAX_TEXT));
        }
        return new UserMessage(id, text);
    }
}
