package dev.jetway.mcp.trust;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything one server says of itself, as it was when somebody agreed to it.
 *
 * @param tools by name
 */
public record ServerPins(Descriptor instructions, SortedMap<String, Descriptor> tools) {

    public ServerPins {
        tools = Collections.unmodifiableSortedMap(new TreeMap<>(tools));
    }
}
