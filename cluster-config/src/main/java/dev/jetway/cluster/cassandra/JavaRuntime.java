package dev.jetway.cluster.cassandra;

import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A Java installation that Cassandra 5.0 runs on. */
record JavaRuntime(Path home, Runtime.Version version) {

    JavaRuntime {
        int feature = version.feature();
        if (feature != 11 && feature != 17) {
            throw wrong(home, "is Java " + version + ", and Cassandra 5.0 runs on Java 11 or 17 only");
        }
    }

    static JavaRuntime at(Path home) {
        if (home.equals(
                Path.of(System.getProperty("java.home")).toAbsolutePath().normalize())) {
            return new JavaRuntime(home, Runtime.version());
        }
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            throw wrong(home, "has no bin/java");
        }
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            throw wrong(home, "does not say which version it is (" + e.getMessage() + ")");
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        try {
            return new JavaRuntime(home, Runtime.Version.parse(version));
        } catch (IllegalArgumentException e) {
            throw wrong(home, "says its version is \"" + version + "\"");
        }
    }

    String executable() {
        return home.resolve("bin/java").toString();
    }

    private static CassandraStartException wrong(Path home, String what) {
        return new CassandraStartException(
                Reason.WRONG_JAVA,
                "The Java at " + home + " " + what + ". Install a JDK 17 and set " + EmbeddedCassandraSettings.PATH
                        + ".java-home (or JETWAY_CASSANDRA_JAVA_HOME) to it.");
    }
}
