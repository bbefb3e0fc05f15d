package dev.jetway.agents.model;

import java.util.List;

/**
 * What a model said.
 *
 * @param model which one, as it names itself
 * @param text empty where it only wants calls
 */
public record ChatReply(String model, String text, List<ToolCall> calls, Finish finish, TokenUse use) {

    /** Why it stopped. */
    public enum Finish {
        /** It had said everything. */
        COMPLETE,
        /** It wants calls. */
        CALLS,
        /** It had written as much as it may; the text is cut. */
        LENGTH,
        /** It, or its maker's filter, does not want to answer. */
        REFUSED
    }

    public ChatReply {
        calls = List.copyOf(calls);
    }
}
