package dev.jetway.mcp;

import dev.jetway.mcp.server.ServerSettings;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.mcp.trust.ServerPins;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What new settings meant for the servers, by name. Each server is in one of the four.
 *
 * @param changed replaced, because the entry, the pins or the secret of the tokens is another
 * @param kept untouched: connection, breaker, counts and kept answers are what they were
 */
public record Reloaded(
        SortedSet<String> added, SortedSet<String> changed, SortedSet<String> removed, SortedSet<String> kept) {

    public Reloaded {
        added = sorted(added);
        changed = sorted(changed);
        removed = sorted(removed);
        kept = sorted(kept);
    }

    private static SortedSet<String> sorted(Collection<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    /** What the bridge was told at one time, with the lock file as it was then. */
    record Told(McpBridgeSettings settings, Optional<LockFile> lock) {

        private boolean sameOf(ServerSettings server, Told other) {
            return server.equals(other.settings.servers().get(server.name()))
                    && (!server.pin() || pinsOf(server.name()).equals(other.pinsOf(server.name())))
                    && (server.audience().isEmpty() || settings.secretFile().equals(other.settings.secretFile()));
        }

        private Optional<Optional<ServerPins>> pinsOf(String server) {
            return lock.map(file -> file.server(server));
        }
    }

    static Reloaded between(Told before, Told after) {
        SortedSet<String> added = new TreeSet<>(after.settings.servers().keySet());
        added.removeAll(before.settings.servers().keySet());
        SortedSet<String> removed = new TreeSet<>(before.settings.servers().keySet());
        removed.removeAll(after.settings.servers().keySet());
        SortedSet<String> changed = new TreeSet<>();
        SortedSet<String> kept = new TreeSet<>();
        for (ServerSettings server : after.settings.servers().values()) {
            if (!added.contains(server.name())) {
                (after.sameOf(server, before) ? kept : changed).add(server.name());
            }
        }
        return new Reloaded(added, changed, removed, kept);
    }
}
