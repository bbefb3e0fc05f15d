package dev.jetway.mcp.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a server is started that speaks over its standard input and output.
 *
 * @param command the program and its arguments; no shell is involved
 * @param environment what the process finds in its environment, beside the few variables every program needs
 * @param directory where it runs; empty for our own
 */
public record ServerCommand(List<String> command, Map<String, String> environment, Optional<Path> directory) {

    public ServerCommand {
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("command must name a program");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        command.forEach(part -> requireWhole("command", part));
        environment.forEach((name, value) -> {
            if (name.isBlank() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("environment: '%s' is no name of a variable".formatted(name));
            }
            requireWhole("environment", name);
            requireWhole("environment." + name, value);
        });
    }

    /** To the operating system, texts end at this character. */
    private static void requireWhole(String key, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("%s must not contain the character U+0000".formatted(key));
        }
    }

    /** Values of the environment are often secrets. */
    @Override
    public String toString() {
        return "ServerCommand[command=%s, environment=%s, directory=%s]"
                .formatted(command, environment.keySet(), directory);
    }
}
