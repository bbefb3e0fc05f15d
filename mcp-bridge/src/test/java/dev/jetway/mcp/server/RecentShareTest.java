package dev.jetway.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.mcp.server.RecentShare.Counted;
import org.junit.jupiter.api.Test;

class RecentShareTest {

    private static final long NOON = 1_795_262_400_000L;

    @Test
    void whatWentWellIsCountedAmongAllThatHappened() {
        RecentShare share = new RecentShare();
        assertThat(share.at(NOON)).isEqualTo(new Counted(0, 0));
        share.add(true, NOON);
        share.add(false, NOON + 40_000);
        share.add(true, NOON + 80_000);
        assertThat(share.at(NOON + 90_000)).isEqualTo(new Counted(2, 3));
    }

    @Test
    void whatIsOlderThanFiveMinutesDoesNotCount() {
        RecentShare share = new RecentShare();
        share.add(false, NOON);
        share.add(true, NOON + 200_000);
        assertThat(share.at(NOON + 269_000)).isEqualTo(new Counted(1, 2));
        assertThat(share.at(NOON + 300_000)).isEqualTo(new Counted(1, 1));
        assertThat(share.at(NOON + 600_000)).isEqualTo(new Counted(0, 0));
        share.add(true, NOON + 900_000);
        assertThat(share.at(NOON + 900_000)).isEqualTo(new Counted(1, 1));
    }
}
