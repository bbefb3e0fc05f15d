package dev.jetway.agents.reply;

import dev.jetway.agents.model.ChatModel;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Has a language model put into words what was found. What was done because the traveler approved it, what could not
 * be done, what was taken for granted and what is asked stays in the agents' words, before and behind the model's; and
 * when nothing was found, no model is asked.
 *
 * <p>What the model writes is shown while it writes, sentence by sentence, each once it is checked: one that states what
 * no result supports, or that holds a link or HTML, is left out. When more than {@link #MAX_CUTS} have to be left out,
 * when the model stops in the middle, or takes too long, the agents' words for all that was found follow, under a
 * sentence that says so. When it has shown nothing by then, the reply is the other composer's.
 *
 * <p>Safe for many threads; never blocks. The stage fails only when the other composer's does.
 */
public final class ModelComposer implements Composer {

    /** Of more sentences that have to be left out, nobody could make sense. */
    static final int MAX_CUTS = 2;

    static final String LEFT_OUT = "*I left out what I could not verify.*";
    static final String IN_OTHER_WORDS = "Here is all that was found, as it was found:";

    private final ChatModel model;
    private final Composer fallback;
    private final ModelWriting settings;
    private final Consumer<String> troubles;

    /**
     * @param fallback writes what the model does not
     * @param troubles told in one line why a model's reply was not taken, or not all of it; must not block
     */
    public ModelComposer(ChatModel model, Composer fallback, ModelWriting settings, Consumer<String> troubles) {
        this.model = model;
        this.fallback = fallback;
        this.settings = settings;
        this.troubles = troubles;
    }

    @Override
    public CompletionStage<Written> compose(Material material, Consumer<String> text) {
        var parts = TemplateComposer.parts(material);
        var prompt = parts.results().isEmpty()
                ? Optional.<WritingPrompt>empty()
                : WritingPrompt.of(material, settings.promptTokens());
        if (prompt.isEmpty()) {
            return fallback.compose(material, text);
        }
        return new ReplyBeingWritten(model, fallback, settings, troubles, material, parts, text)
                .begin(prompt.get().messages());
    }
}
