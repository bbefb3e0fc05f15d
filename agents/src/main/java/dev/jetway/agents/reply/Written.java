package dev.jetway.agents.reply;

import dev.jetway.agents.model.TokenUse;

/**
 * A reply.
 *
 * @param text Markdown, without images and raw HTML
 * @param use what models took for it
 */
public record Written(String text, TokenUse use) {

    /** Without a model. */
    public static Written of(String text) {
        return new Written(text, TokenUse.NONE);
    }
}
