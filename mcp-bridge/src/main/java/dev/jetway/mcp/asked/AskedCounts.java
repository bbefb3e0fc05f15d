package dev.jetway.mcp.asked;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of a server's questions since the start. */
final class AskedCounts {

    private final Map<Kind, LongAdder> answered = new EnumMap<>(Kind.class);
    private final Map<Kind, LongAdder> refused = new EnumMap<>(Kind.class);

    AskedCounts() {
        for (Kind kind : Kind.values()) {
            answered.put(kind, new LongAdder());
            refused.put(kind, new LongAdder());
        }
    }

    void answered(Kind kind) {
        answered.get(kind).increment();
    }

    void refused(Kind kind) {
        refused.get(kind).increment();
    }

    Map<Kind, Asked> snapshot() {
        Map<Kind, Asked> all = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            all.put(kind, new Asked(answered.get(kind).sum(), refused.get(kind).sum()));
        }
        return Collections.unmodifiableMap(all);
    }
}
