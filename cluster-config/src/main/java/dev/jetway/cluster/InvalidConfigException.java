package dev.jetway.cluster;

import java.util.List;

/** A configuration that must not be started with; the message lists every problem, one a line. */
public final class InvalidConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidConfigException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
