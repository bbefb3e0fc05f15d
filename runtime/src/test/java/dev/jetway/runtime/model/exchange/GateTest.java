package dev.jetway.runtime.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {

    private final List<String> inside = new ArrayList<>();
    private final Gate gate = new Gate(1, 2);
    private final Runnable ann = () -> inside.add("ann");
    private final Runnable bob = () -> inside.add("bob");
    private final Runnable cleo = () -> inside.add("cleo");

    @Test
    void whoFindsNoPlaceWaitsAndIsLetInInOrder() {
        assertThat(gate.enter(ann)).isTrue();
        assertThat(gate.enter(bob)).isTrue();
        assertThat(gate.enter(cleo)).isTrue();
        assertThat(gate.enter(ann)).isFalse();
        assertThat(inside).containsExactly("ann");

        gate.leave();
        gate.leave();
        assertThat(inside).containsExactly("ann", "bob", "cleo");

        gate.leave();
        assertThat(gate.enter(bob)).isTrue();
        assertThat(inside).endsWith("bob").hasSize(4);
    }

    @Test
    void whoLeavesTheLineIsNotLetIn() {
        gate.enter(ann);
        gate.enter(bob);
        gate.enter(cleo);

        assertThat(gate.leaveLine(bob)).isTrue();
        assertThat(gate.leaveLine(bob)).isFalse();
        assertThat(gate.leaveLine(ann)).isFalse();
        gate.leave();

        assertThat(inside).containsExactly("ann", "cleo");
    }
}
