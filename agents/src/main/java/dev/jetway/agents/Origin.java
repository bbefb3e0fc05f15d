package dev.jetway.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.agents.Confirmation.Source;

/**
 * Where one value comes from that goes into a call. Stored: names and fields are a contract.
 *
 * @param call the tool that is given the value; empty for a value of a task's input
 * @param argument where in the call's arguments, as a JSON Pointer (RFC 6901): {@code /travelers/0/name}
 * @param value as text
 * @param by who said it first: a tool, or the skill of an earlier task; null when no tool did
 * @param alsoIn for an id that a tool gave as a field: whoever else has it in the middle of a text; else null
 */
public record Origin(
        String call,
        String argument,
        String value,
        Kind kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) String by,
        @JsonInclude(JsonInclude.Include.NON_NULL) String alsoIn) {

    public Origin(String call, String argument, String value, Kind kind, String by) {
        this(call, argument, value, kind, by, null);
    }

    private static final int SHORT = 200;

    /** How much a value's origin says for it; the better, the earlier. */
    public enum Kind {
        /** The traveler said it. */
        SAID(Source.TRAVELER),
        /** A tool gave it as the whole value of a field of that name. */
        FIELD(Source.TOOL),
        /** A tool gave it as the whole value of a field of another name. */
        TEXT(Source.TOOL),
        /** It stands in the middle of a longer text that a tool gave, and nowhere else. */
        FRAGMENT(Source.TOOL),
        /** Nobody said it and no tool gave it: the planner or the agent did. */
        COMPUTED(Source.COMPUTED);

        private final Source source;

        Kind(Source source) {
            this.source = source;
        }

        /** The same in fewer words. */
        public Source source() {
            return source;
        }
    }

    /** With the first 200 characters of the value, as it is stored. */
    public Origin shortened() {
        return value.length() <= SHORT ? this : new Origin(call, argument, value.substring(0, SHORT), kind, by, alsoIn);
    }

    /** The name of the argument: the last one in {@link #argument} that is no index of an array. */
    public String name() {
        var names = argument.split("/");
        for (int i = names.length - 1; i > 0; i--) {
            if (!names[i].matches("\\d+")) {
                return names[i].replace("~1", "/").replace("~0", "~");
            }
        }
        return argument;
    }
}
