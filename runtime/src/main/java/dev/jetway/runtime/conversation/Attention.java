package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.agents.Traveler;

/**
 * What there is in a conversation for people at the desk. Stored: names and fields are a contract.
 *
 * @param need why it waits for a person; null when it does not
 * @param visit who is there; null when nobody is
 * @param tenant the company its traveler travels for; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attention(Need need, Visit visit, String tenant) {

    static final Attention NONE = new Attention(null, null, null);

    static Attention of(Conversation state, long now) {
        var need = Need.of(state).orElse(null);
        var visit = state.people().present(now).stream().findFirst().orElse(null);
        return need == null && visit == null
                ? NONE
                : new Attention(
                        need, visit, state.traveler().map(Traveler::tenant).orElse(null));
    }

    public boolean nothing() {
        return need == null && visit == null;
    }
}
