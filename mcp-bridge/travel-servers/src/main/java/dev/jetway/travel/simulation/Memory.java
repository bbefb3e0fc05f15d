package dev.jetway.travel.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The answers asked for most recently, up to a number. Safe for many threads; two may work out the same answer. */
final class Memory<T> {

    private final Map<String, T> answers;

    Memory(int most) {
        answers = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > most;
            }
        };
    }

    T get(String question, Supplier<T> work) {
        synchronized (answers) {
            T known = answers.get(question);
            if (known != null) {
                return known;
            }
        }
        T answer = work.get();
        synchronized (answers) {
            answers.put(question, answer);
        }
        return answer;
    }
}
