package dev.jetway.mcp;

import java.util.Optional;

/** The full name of a tool, {@code server.tool}. Servers have no dot in their name; tools may. */
record ToolName(String server, String tool) {

    static Optional<ToolName> parse(String name) {
        int dot = name == null ? -1 : name.indexOf('.');
        return dot <= 0 || dot == name.length() - 1
                ? Optional.empty()
                : Optional.of(new ToolName(name.substring(0, dot), name.substring(dot + 1)));
    }
}
