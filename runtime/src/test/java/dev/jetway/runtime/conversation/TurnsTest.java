package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.conversation.Turn.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TurnsTest {

    /** Each step is one turn of six, said at one of five times, open or ended. */
    @Property
    void hasTheLatestOfEveryTurnInTheOrderOfTime(@ForAll @Size(max = 20) List<@IntRange(max = 59) Integer> steps) {
        var turns = Turns.NONE;
        var latest = new TreeMap<String, Turn>();
        for (int step : steps) {
            var turn = turn("r" + step % 6, step / 12, step / 6 % 2 == 0);
            turns = turns.with(turn);
            latest.put(turn.id(), turn);
        }
        var expected = new ArrayList<>(latest.values());
        expected.sort(Comparator.comparingLong(Turn::at).thenComparing(Turn::id));
        assertThat(turns.values()).isEqualTo(expected);
        assertThat(turns.open())
                .isEqualTo(expected.stream().filter(turn -> !turn.ended()).toList());
        for (int n = 0; n < 6; n++) {
            assertThat(turns.get("r" + n)).isEqualTo(latest.get("r" + n));
        }
    }

    private static Turn turn(String id, long at, boolean open) {
        var turn = Turn.received(id, new Owner(0, "eu"), at, Samples.message("m-" + id, "Tokyo"));
        return open ? turn : turn.replied(new Reply(id + "-reply", "Yes", Outcome.ANSWERED, at));
    }
}
