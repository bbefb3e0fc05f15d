package dev.jetway.travel.tools;

/** What a tool does; gives a value that Jackson writes as the tool's output schema says, or throws a Refusal. */
@FunctionalInterface
interface ToolAction {

    Object call(Arguments arguments, Caller caller);
}
