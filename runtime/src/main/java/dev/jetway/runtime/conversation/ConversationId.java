package dev.jetway.runtime.conversation;

import dev.jetway.cluster.Placement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Which conversation: a thread of one traveler. The traveler is part of the identity, so a thread name
 * that somebody else uses, or guesses, always names another conversation. So is where it may be stored, so that every
 * node knows it before it looks.
 *
 * @param subject the traveler, see {@link dev.jetway.agents.Traveler#subject()}
 * @param thread chosen by the front end, unique per traveler
 * @param placement the name of one, or {@link Placement#EVERYWHERE}
 */
public record ConversationId(String subject, String thread, String placement) {

    private static final Pattern THREAD = Pattern.compile("[A-Za-z0-9_:-]{1,64}");

    /** In no id of a conversation that may be everywhere. */
    private static final String SIGN = "@";

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    public ConversationId {
        if (!THREAD.matcher(thread).matches()) {
            throw new IllegalArgumentException("A thread is named by 1 to 64 letters, digits, '-', '_' or ':', not '%s'"
                    .formatted(thread.length() > 80 ? thread.substring(0, 80) + "…" : thread));
        }
        if (!placement.equals(Placement.EVERYWHERE)) {
            Placement.requireName(placement);
        }
    }

    /** Of a conversation that may be everywhere. */
    public ConversationId(String subject, String thread) {
        this(subject, thread, Placement.EVERYWHERE);
    }

    /** As a sharding entity id; contains neither '|' nor '/'. What is stored is found by it: it never changes. */
    public String entityId() {
        return ENCODER.encodeToString(subject.getBytes(StandardCharsets.UTF_8)) + "." + thread + suffix(placement);
    }

    public static ConversationId fromEntityId(String entityId) {
        var placement = placementIn(entityId);
        int dot = entityId.indexOf('.');
        return new ConversationId(
                new String(DECODER.decode(entityId.substring(0, dot)), StandardCharsets.UTF_8),
                entityId.substring(
                        dot + 1, entityId.length() - suffix(placement).length()),
                placement);
    }

    private static String suffix(String placement) {
        return placement.equals(Placement.EVERYWHERE) ? "" : SIGN + placement;
    }

    /**
     * The name of the placement of what has an id.
     *
     * @param id of a conversation, or of an approved action: such an id begins with a conversation's, and a slash
     */
    public static String placementIn(String id) {
        int end = id.indexOf('/');
        int sign = id.indexOf(SIGN);
        return sign < 0 || end >= 0 && end < sign
                ? Placement.EVERYWHERE
                : id.substring(sign + SIGN.length(), end < 0 ? id.length() : end);
    }
}
