package dev.jetway.runtime.gateway.hostile;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often something was sent or heard. */
final class Coverage {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    SortedMap<String, Long> counts() {
        var sorted = new TreeMap<String, Long>();
        counts.forEach((what, count) -> sorted.put(what, count.sum()));
        return sorted;
    }
}
