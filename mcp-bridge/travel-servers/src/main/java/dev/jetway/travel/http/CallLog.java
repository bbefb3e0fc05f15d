package dev.jetway.travel.http;

import java.util.Map;
import java.util.TreeMap;

/** Counts calls for drills: by tool, and by idempotency key as long as there is room. */
final class CallLog {

    private static final int KEYS = 200_000;

    private final Map<String, Integer> tools = new TreeMap<>();
    private final Map<String, Map<String, Integer>> keys = new TreeMap<>();
    private int counted;
    private int uncounted;

    record Counts(Map<String, Integer> calls, Map<String, Map<String, Integer>> idempotencyKeys, int uncountedKeys) {}

    synchronized void called(String tool, Object idempotencyKey) {
        tools.merge(tool, 1, Integer::sum);
        if (idempotencyKey instanceof String key) {
            Map<String, Integer> ofTool = keys.computeIfAbsent(tool, name -> new TreeMap<>());
            if (ofTool.containsKey(key) || counted < KEYS) {
                counted += ofTool.merge(key, 1, Integer::sum) == 1 ? 1 : 0;
            } else {
                uncounted++;
            }
        }
    }

    synchronized Counts counts() {
        Map<String, Map<String, Integer>> copy = new TreeMap<>();
        keys.forEach((tool, ofTool) -> copy.put(tool, new TreeMap<>(ofTool)));
        return new Counts(new TreeMap<>(tools), copy, uncounted);
    }

    synchronized void clear() {
        tools.clear();
        keys.clear();
        counted = 0;
        uncounted = 0;
    }
}
