package dev.jetway.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Jetway this is, as the build wrote it down. */
public final class Version {

    private Version() {}

    /** For example {@code 0.1.0}. */
    public static String number() {
        var build = new Properties();
        try (var in = Version.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties can't be read", e);
        }
        return build.getProperty("version");
    }
}
