package dev.jetway.agents.model;

import java.util.function.Consumer;

/** A language model, or several behind one name. Safe for many threads; never blocks the caller. */
public interface ChatModel {

    /** Under what name it is asked for: {@code writer}, {@code gpt-4.1-mini}. Never a key or an address. */
    String name();

    /**
     * Asks for one reply.
     *
     * @param text is given the reply's text piece by piece, in order, while it is written, by one thread at a time; it
     *     must not block. Where another attempt is made after the first piece, the call fails instead: what was given
     *     is never taken back or repeated. The pieces together are {@link ChatReply#text()}
     */
    ChatCall ask(ChatRequest request, Consumer<String> text);

    /** Asks for one reply, of which nobody wants to see the beginning before its end. */
    default ChatCall ask(ChatRequest request) {
        return ask(request, piece -> {});
    }
}
