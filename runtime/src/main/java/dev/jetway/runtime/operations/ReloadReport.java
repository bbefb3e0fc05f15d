package dev.jetway.runtime.operations;

import dev.jetway.mcp.Reloaded;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What came of reading the configuration of a running node again.
 *
 * @param waiting settings that were changed too, and that take a restart
 */
public record ReloadReport(Reloaded servers, SortedSet<String> waiting) {

    public ReloadReport {
        waiting = Collections.unmodifiableSortedSet(new TreeSet<>(waiting));
    }
}
