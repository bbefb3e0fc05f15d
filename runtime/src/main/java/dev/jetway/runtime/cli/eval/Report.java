package dev.jetway.runtime.cli.eval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What came of an evaluation. */
interface Report {

    /** For people: tables. */
    List<String> lines();

    /** The first that are wrong, some lines each: what was said, expected and got. */
    List<String> misses(int most);

    /** For programs. What was not measured is null. */
    ObjectNode json();

    static void put(ObjectNode json, String name, double value) {
        if (Double.isNaN(value)) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }
}
