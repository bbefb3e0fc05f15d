package dev.jetway.runtime.model.cache;

import dev.jetway.agents.planning.Planning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Plans for messages that say the same, by their words. Holds a few of them; the newest stay. */
record Shelf(List<Kept> plans) {

    static final Shelf EMPTY = new Shelf(List.of());

    private static final int MOST = 8;

    /** @param vector of the message; empty where only an equal message may have it */
    private record Kept(String exact, float[] vector, Planning.Tasks tasks) {

        private double near(float[] other) {
            double product = 0;
            for (int i = 0; i < vector.length && i < other.length; i++) {
                product += vector[i] * other[i];
            }
            return product;
        }
    }

    Shelf {
        plans = List.copyOf(plans);
    }

    int size() {
        return plans.size();
    }

    Shelf with(String exact, float[] vector, Planning.Tasks tasks) {
        var all = new ArrayList<>(plans);
        all.removeIf(kept -> kept.exact().equals(exact));
        all.add(new Kept(exact, vector, tasks));
        return new Shelf(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    Optional<Planning.Tasks> equal(String exact) {
        return plans.stream()
                .filter(kept -> kept.exact().equals(exact))
                .findFirst()
                .map(Kept::tasks);
    }

    Optional<Planning.Tasks> nearest(float[] vector, double similarity) {
        return plans.stream()
                .filter(kept -> kept.near(vector) >= similarity)
                .max(Comparator.comparingDouble(kept -> kept.near(vector)))
                .map(Kept::tasks);
    }
}
