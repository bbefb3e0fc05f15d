package dev.jetway.runtime.conversation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Which conversation: a thread of one traveler. The traveler is part of the identity, so a thread name
 * that somebody else uses, or guesses, always names another conversation.
 *
 * @param subject the traveler, see {@link dev.jetway.agents.Traveler#subject()}
 * @param thread chosen by the front end, unique per traveler
 */
public record ConversationId(String subject, String thread) {

    private static final Pattern THREAD = Pattern.compile("[A-Za-z0-9_:-]{1,64}");
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    public ConversationId {
        if (!THREAD.matcher(thread).matches()) {
            throw new IllegalArgumentException("A thread is named by 1 to 64 letters, digits, '-', '_' or ':', not '%s'"
                    .formatted(thread.length() > 80 ? thread.substring(0, 80) + "…" : thread));
        }
    }

    /** As a sharding entity id; contains neither '|' nor '/'. */
    public String entityId() {
        return ENCODER.encodeToString(subject.getBytes(StandardCharsets.UTF_8)) + "." + thread;
    }

    public static ConversationId fromEntityId(String entityId) {
        int dot = entityId.indexOf('.');
        return new ConversationId(
                new String(DECODER.decode(entityId.substring(0, dot)), StandardCharsets.UTF_8),
                entityId.substring(dot + 1));
    }
}
