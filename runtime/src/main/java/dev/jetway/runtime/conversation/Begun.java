package dev.jetway.runtime.conversation;

/**
 * How a reply begins that is being written: what was told of it to everybody who listens, and is kept nowhere else. When
 * the reply is stored, its text goes on from there.
 */
public record Begun(String turnId, String messageId, String text) {

    Begun and(String piece) {
        return new Begun(turnId, messageId, text + piece);
    }

    /** The reply's whole text. @param text what is to be said in it, which may begin with what was told */
    String completed(String text) {
        if (text.startsWith(this.text)) {
            return text;
        }
        return this.text + (this.text.endsWith("\n") ? "\n" : "\n\n") + text;
    }
}
