package dev.jetway.runtime.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;

/**
 * What every node needs soon after its start, begun beside the reading of its command line: with a second
 * core it costs no time.
 */
final class HeadStart {

    private HeadStart() {}

    /** Returns at once. */
    static void begin() {
        Thread thread = new Thread(HeadStart::readDefaults, "jetway-head-start");
        thread.setDaemon(true);
        thread.start();
    }

    /** The library keeps what was read, and whoever asks meanwhile waits for it. */
    private static void readDefaults() {
        try {
            ConfigFactory.defaultReferenceUnresolved();
        } catch (ConfigException e) {
            // Whoever asks next meets it too, and can say so.
        }
    }
}
