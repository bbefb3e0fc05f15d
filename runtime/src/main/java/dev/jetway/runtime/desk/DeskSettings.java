package dev.jetway.runtime.desk;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * @param maxCases how many cases are listed, settled ones included
 * @param retry how long to wait before a conversation, a commitment or the primary region is asked again
 * @param snapshotAfter a snapshot of the list is kept after so many events
 * @param snapshots the plugin that keeps them; empty for the default one
 * @param maxWaiting how many conversations are listed that wait for a person
 */
public record DeskSettings(int maxCases, Duration retry, int snapshotAfter, String snapshots, int maxWaiting) {

    public DeskSettings {
        if (maxCases < 1 || maxCases > 10_000) {
            throw new IllegalArgumentException("jetway.desk.max-cases must be 1 to 10000");
        }
        if (maxWaiting < 1 || maxWaiting > 10_000) {
            throw new IllegalArgumentException("jetway.desk.max-waiting must be 1 to 10000");
        }
        if (retry.isNegative() || retry.isZero()) {
            throw new IllegalArgumentException("jetway.desk.retry must be longer than nothing");
        }
        if (snapshotAfter < 1) {
            throw new IllegalArgumentException("jetway.desk.snapshot-after must be 1 or more");
        }
    }

    /** @param config the section {@code jetway.desk} */
    public static DeskSettings from(Config config) {
        return new DeskSettings(
                config.getInt("max-cases"),
                config.getDuration("retry"),
                config.getInt("snapshot-after"),
                config.getString("snapshots"),
                config.getInt("max-waiting"));
    }
}
