package dev.jetway.runtime.memory;

import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.ConversationId;

/**
 * Whose memory. It stays where their conversations stay.
 *
 * @param subject the traveler, see {@link dev.jetway.agents.Traveler#subject()}
 * @param placement the name of one, or {@link Placement#EVERYWHERE}
 */
public record Whose(String subject, String placement) {

    private static final String EVERYWHERE = "jetway";

    /** The traveler whose conversation it is. @param conversation {@link ConversationId#entityId()} */
    public static Whose of(String conversation) {
        var id = ConversationId.fromEntityId(conversation);
        return new Whose(id.subject(), id.placement());
    }

    String keyspace() {
        return placement.equals(Placement.EVERYWHERE) ? EVERYWHERE : Placement.keyspace(placement);
    }
}
