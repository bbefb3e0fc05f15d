package dev.jetway.runtime.model.exchange;

import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatMessage.Returned;
import dev.jetway.agents.model.ChatMessage.Said;
import dev.jetway.agents.model.ChatRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Repeats what an address complains of, where that gives nothing away of the key or of what the model was asked. */
public final class Quotation {

    private static final int MAX_CHARS = 200;
    /** As many letters and digits in a row as in a request are no coincidence. */
    private static final int GIVEAWAY = 16;

    private static final int SHORTEST = 4;

    private final Optional<ApiKey> key;
    private final ChatRequest request;

    Quotation(Optional<ApiKey> key, ChatRequest request) {
        this.key = key;
        this.request = request;
    }

    /** What goes behind a sentence; empty where nothing can be repeated. */
    String of(String message) {
        var clean = message.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        if (clean.isEmpty()) {
            return "";
        }
        var start = clean.length() > MAX_CHARS ? clean.substring(0, MAX_CHARS) + "…" : clean;
        if (key.map(it -> it.isBetrayedBy(start)).orElse(false) || repeatsRequest(bare(start))) {
            return "; its own words repeat what it was sent";
        }
        return ": \"%s\"".formatted(start);
    }

    private boolean repeatsRequest(String words) {
        for (var message : request.messages()) {
            for (var text : texts(message)) {
                if (sharesMuch(words, bare(text))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean sharesMuch(String words, String text) {
        if (text.length() <= GIVEAWAY) {
            return text.length() >= SHORTEST && words.contains(text);
        }
        for (int from = 0; from + GIVEAWAY <= words.length(); from++) {
            if (text.contains(words.substring(from, from + GIVEAWAY))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> texts(ChatMessage message) {
        if (message instanceof Instructions instructions) {
            return List.of(instructions.text());
        }
        if (message instanceof Asked asked) {
            return List.of(asked.text());
        }
        if (message instanceof Returned returned) {
            return List.of(returned.text());
        }
        if (message instanceof Said said) {
            return List.of(said.text());
        }
        throw new IllegalStateException("A message of no known kind: " + message.getClass());
    }

    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
