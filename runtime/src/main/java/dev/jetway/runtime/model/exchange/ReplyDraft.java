package dev.jetway.runtime.model.exchange;

import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** A reply while it is written. Bounded in every direction. For one thread at a time. */
public final class ReplyDraft {

    private static final int MAX_CALLS = 64;
    private static final int MAX_NAME = 128;

    private final int maxChars;
    private final Consumer<String> listener;
    private final StringBuilder text = new StringBuilder();
    private final List<CallDraft> calls = new ArrayList<>();
    private String model;
    private Finish finish;
    private TokenUse use = TokenUse.NONE;

    /** A call while it is written. */
    public final class CallDraft {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();

        private CallDraft() {}

        public String id() {
            return id;
        }

        /** What is said later counts only where nothing was said before. */
        public void identify(String newId, String newName) {
            id = id.isEmpty() ? bounded(newId) : id;
            name = name.isEmpty() ? bounded(newName) : name;
        }

        public void addArguments(String piece) {
            if (arguments.length() + piece.length() > maxChars) {
                throw tooLong("arguments of a call");
            }
            arguments.append(piece);
        }
    }

    /** @param model as configured, until it names itself */
    public ReplyDraft(String model, int maxChars, Consumer<String> listener) {
        this.model = model;
        this.maxChars = maxChars;
        this.listener = listener;
    }

    public void namedItself(String name) {
        var clean = bounded(name).replaceAll("\\p{Cntrl}", "");
        model = clean.isBlank() ? model : clean;
    }

    public void say(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (text.length() + piece.length() > maxChars) {
            throw tooLong("text");
        }
        text.append(piece);
        listener.accept(piece);
    }

    public CallDraft newCall() {
        if (calls.size() == MAX_CALLS) {
            throw AttemptFailedException.unreadable("wants more than %d calls at once".formatted(MAX_CALLS));
        }
        var call = new CallDraft();
        calls.add(call);
        return call;
    }

    public boolean hasCalls() {
        return !calls.isEmpty();
    }

    public void finish(Finish why) {
        finish = why;
    }

    public boolean isFinished() {
        return finish != null;
    }

    public void used(TokenUse tokens) {
        use = tokens;
    }

    public TokenUse use() {
        return use;
    }

    /** @throws AttemptFailedException if a call has no name */
    public ChatReply reply() {
        var ids = new HashSet<String>();
        var wanted = new ArrayList<ToolCall>();
        for (var call : calls) {
            if (call.name.isEmpty()) {
                throw AttemptFailedException.unreadable("wants a call without saying of which tool");
            }
            var id = call.id.isEmpty() || !ids.add(call.id) ? "call-%d".formatted(wanted.size() + 1) : call.id;
            ids.add(id);
            wanted.add(new ToolCall(id, call.name, call.arguments.toString()));
        }
        return new ChatReply(model, text.toString(), wanted, finish, use);
    }

    private static String bounded(String name) {
        return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    }

    private AttemptFailedException tooLong(String what) {
        return AttemptFailedException.unreadable(
                "writes %s of more than %d characters (max-text-chars)".formatted(what, maxChars));
    }
}
