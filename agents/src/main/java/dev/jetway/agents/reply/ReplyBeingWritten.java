package dev.jetway.agents.reply;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.TokenUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One reply on its way from a model to a traveler. What has been shown is kept, and is how the reply begins. */
final class ReplyBeingWritten {

    /** More than any reply needs; a model that goes on is not listened to. */
    private static final int MAX_CHARS = 20_000;

    private static final Pattern MARKUP = Pattern.compile(
            "\\]\\s*[(\\[:]|!\\[|<[/!?a-zA-Z]|[a-zA-Z][a-zA-Z0-9+.-]*://|\\bwww\\.|\\b(?:mailto|javascript|tel):|@[\\p{L}\\p{N}-]+\\.\\p{L}",
            Pattern.CASE_INSENSITIVE);

    private final ChatModel model;
    private final Composer fallback;
    private final ModelWriting settings;
    private final Consumer<String> troubles;
    private final Material material;
    private final TemplateComposer.Parts parts;
    private final Consumer<String> text;
    private final Evidence evidence;
    private final OptionNumbers numbers;
    private final Pieces pieces = new Pieces();
    private final StringBuilder shown = new StringBuilder();
    private final List<String> cuts = new ArrayList<>();
    private final CompletableFuture<ChatReply> outcome = new CompletableFuture<>();
    private int received;
    private boolean said;

    ReplyBeingWritten(
            ChatModel model,
            Composer fallback,
            ModelWriting settings,
            Consumer<String> troubles,
            Material material,
            TemplateComposer.Parts parts,
            Consumer<String> text) {
        this.model = model;
        this.fallback = fallback;
        this.settings = settings;
        this.troubles = troubles;
        this.material = material;
        this.parts = parts;
        this.text = text;
        this.evidence = ReplyValidator.evidence(material);
        this.numbers = new OptionNumbers(material);
    }

    CompletionStage<Written> begin(List<ChatMessage> messages) {
        var deadline = material.now().plus(settings.timeout());
        ChatCall call;
        try {
            call = model.ask(
                    ChatRequest.prose(messages, settings.maxTokens(), deadline)
                            .paidBy(material.traveler().tenant()),
                    this::receive);
        } catch (RuntimeException bug) {
            return ended(null, bug);
        }
        outcome.whenComplete((none, why) -> call.cancel());
        call.reply().whenComplete((reply, error) -> {
            if (error == null) {
                outcome.complete(reply);
            } else {
                outcome.completeExceptionally(error);
            }
        });
        return outcome.handle(this::ended).thenCompose(written -> written);
    }

    private synchronized void receive(String bit) {
        if (outcome.isDone()) {
            return;
        }
        received += bit.length();
        pieces.add(bit).forEach(this::judge);
        if (received > MAX_CHARS || pieces.tooLong()) {
            giveUp("it wrote without an end");
        } else if (cuts.size() > ModelComposer.MAX_CUTS) {
            giveUp("it stated what no result supports: %s".formatted(cuts));
        }
    }

    private void giveUp(String why) {
        outcome.completeExceptionally(new ModelException(ModelException.Kind.UNREADABLE, why));
    }

    private void judge(String piece) {
        if (piece.isEmpty() || cuts.size() > ModelComposer.MAX_CUTS) {
            return;
        }
        var objection = objection(piece);
        objection.ifPresent(cuts::add);
        numbers.next(piece, objection.isEmpty());
        if (objection.isPresent() || !said && piece.isBlank()) {
            return;
        }
        if (!said) {
            said = true;
            show(parts.first().isEmpty() ? "" : TemplateComposer.Parts.joined(parts.first()) + "\n\n");
        }
        show(piece);
    }

    private Optional<String> objection(String piece) {
        var wrong = ReplyValidator.unsupported(piece, evidence);
        if (!wrong.isEmpty()) {
            return Optional.of(wrong.get(0));
        }
        if (MARKUP.matcher(piece).find()) {
            return Optional.of("a link or HTML");
        }
        return numbers.fit(piece) ? Optional.empty() : Optional.of("another number for an option than it has");
    }

    private void show(String piece) {
        if (!piece.isEmpty()) {
            shown.append(piece);
            text.accept(piece);
        }
    }

    private synchronized CompletionStage<Written> ended(ChatReply reply, Throwable error) {
        var use = reply == null ? TokenUse.NONE : reply.use();
        var trouble = trouble(reply, error);
        if (trouble == null) {
            judge(pieces.last());
            trouble = cuts.size() > ModelComposer.MAX_CUTS
                    ? "it stated what no result supports: %s".formatted(cuts)
                    : null;
        }
        if (trouble != null || !said || !cuts.isEmpty()) {
            troubles.accept("The model %s wrote %s: %s"
                    .formatted(
                            model.name(),
                            said ? "only a part of a reply" : "no reply",
                            trouble != null ? trouble : "left out " + cuts));
        }
        if (!said) {
            return fallback.compose(material, text).thenApply(it -> new Written(it.text(), use.plus(it.use())));
        }
        var rest = new ArrayList<String>();
        if (trouble != null) {
            rest.add(ModelComposer.IN_OTHER_WORDS);
            rest.addAll(parts.results());
        } else if (!cuts.isEmpty()) {
            rest.add(ModelComposer.LEFT_OUT);
        }
        rest.addAll(parts.last());
        if (!rest.isEmpty()) {
            show((shown.toString().endsWith("\n\n") ? "" : shown.toString().endsWith("\n") ? "\n" : "\n\n")
                    + TemplateComposer.Parts.joined(rest));
        }
        return CompletableFuture.completedFuture(new Written(shown.toString(), use));
    }

    private static String trouble(ChatReply reply, Throwable error) {
        if (error != null) {
            var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            return cause instanceof ModelException known
                    ? "%s (%s)".formatted(known.getMessage(), known.kind())
                    : cause.toString();
        }
        return switch (reply.finish()) {
            case COMPLETE -> null;
            case LENGTH -> "it was cut at its limit";
            case REFUSED -> "it does not want to answer";
            case CALLS -> "it wants to call tools, of which it has none";
        };
    }
}
