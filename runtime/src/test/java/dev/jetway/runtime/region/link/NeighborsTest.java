package dev.jetway.runtime.region.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the others say of the primary, and when that is enough to act upon. */
class NeighborsTest {

    private static final PrimaryMoved TO_US = new PrimaryMoved(1, "us", "anna", "drill", true, 1_000);
    private static final PrimaryMoved EU = PrimaryMoved.configured("eu");

    private final AtomicLong now = new AtomicLong();
    private final Neighbors neighbors = new Neighbors(Set.of("ap", "us"), Duration.ofSeconds(3), now::get);

    @Test
    void whoStartsHearsEverybodyFirst() {
        assertThat(neighbors.primaries()).isEmpty();
        neighbors.heard("us", TO_US);
        assertThat(neighbors.primaries()).as("not ap yet").isEmpty();
        neighbors.heard("ap", EU);

        assertThat(neighbors.primaries().orElseThrow()).containsExactly(EU, TO_US);
    }

    @Test
    void whoIsSilentForLongIsNotWaitedFor() {
        neighbors.heard("us", EU);
        pass(2_999);
        assertThat(neighbors.primaries()).isEmpty();
        pass(1);

        assertThat(neighbors.primaries().orElseThrow()).containsExactly(EU);
    }

    @Test
    void whoIsThereAndCanNotSayIsWaitedForAsLong() {
        neighbors.heard("us", EU);
        pass(2_000);
        neighbors.heard("ap", null);
        assertThat(neighbors.primaries()).isEmpty();
        pass(1_000);

        assertThat(neighbors.primaries()).isPresent();
    }

    @Test
    void aProcessThatStoodStillHearsEverybodyAgain() {
        neighbors.heard("us", EU);
        neighbors.heard("ap", EU);
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(neighbors.primaries()).as("before it has noticed").isEmpty();
        neighbors.listenAgain();
        neighbors.asking();
        assertThat(neighbors.primaries()).isEmpty();
        neighbors.heard("us", TO_US);
        neighbors.heard("ap", EU);

        assertThat(neighbors.primaries().orElseThrow()).contains(TO_US);
    }

    @Test
    void aRegionOfAnEarlierVersionNamesThePrimaryOfItsConfiguration() throws Exception {
        var json = new ObjectMapper();
        assertThat(HealthPage.primary(json.readTree("{\"region\":\"us\",\"primary\":\"eu\"}")))
                .contains(EU);
        assertThat(HealthPage.primary(json.readTree("{\"region\":\"us\"}"))).isEmpty();
        assertThat(HealthPage.primary(json.readTree("{\"region\":\"us\",\"moved\":{\"term\":-1}}")))
                .isEmpty();
        var page = HealthPage.of("us", Optional.of(TO_US));
        assertThat(page.path("primary").asText()).isEqualTo("us");
        assertThat(HealthPage.primary(json.readTree(page.toString()))).contains(TO_US);
        assertThat(HealthPage.primary(json.readTree(page.toString().replace("\"term\"", "\"later\":{},\"term\""))))
                .as("with a field of a later version")
                .contains(TO_US);
    }

    /** While the others are being asked. */
    private void pass(int millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
        neighbors.asking();
    }
}
