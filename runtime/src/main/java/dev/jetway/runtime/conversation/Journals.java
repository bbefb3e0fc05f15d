package dev.jetway.runtime.conversation;

import java.util.Map;

/**
 * Where the events of some conversations are written and read.
 *
 * @param own the journal plugin that this region writes; empty for the configured default
 * @param replicas by region, the query plugin that reads what that region wrote
 */
public record Journals(String own, Map<String, String> replicas) {

    public Journals {
        replicas = Map.copyOf(replicas);
    }
}
