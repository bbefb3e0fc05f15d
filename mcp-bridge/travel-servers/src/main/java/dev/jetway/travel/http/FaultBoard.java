package dev.jetway.travel.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The faults that are switched on, by server and tool; {@code *} stands for every tool of a server. */
final class FaultBoard {

    private final Map<String, Fault> faults = new TreeMap<>();

    synchronized void put(String server, String tool, Fault fault) {
        if (fault.mode() == Fault.Mode.NONE) {
            faults.remove(server + "/" + tool);
        } else {
            faults.put(server + "/" + tool, fault);
        }
    }

    synchronized Map<String, Fault> all() {
        return new TreeMap<>(faults);
    }

    synchronized void clear() {
        faults.clear();
    }

    /** The fault that hits this call, used up by one. */
    synchronized Optional<Fault> take(String server, String tool) {
        String key = faults.containsKey(server + "/" + tool) ? server + "/" + tool : server + "/*";
        Fault fault = faults.get(key);
        if (fault == null) {
            return Optional.empty();
        }
        put(server, key.substring(server.length() + 1), fault.spent());
        return Optional.of(fault);
    }
}
