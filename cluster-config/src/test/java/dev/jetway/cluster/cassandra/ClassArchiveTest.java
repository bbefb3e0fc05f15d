package dev.jetway.cluster.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    @TempDir
    Path data;

    @TempDir
    Path libraries;

    @BeforeEach
    void aJar() throws Exception {
        Files.writeString(libraries.resolve("cassandra-all-5.jar"), "one");
    }

    @Test
    void itIsUsedOnceItWasWrittenToItsEnd() throws Exception {
        Files.writeString(target(archive()), "cut short");
        ClassArchive next = archive();
        assertThat(target(next)).doesNotExist();

        Files.writeString(target(next), "whole");
        next.keep();

        assertThat(archive().options()).containsExactly("-XX:SharedArchiveFile=" + next.file());
        assertThat(next.file()).hasContent("whole");
    }

    @Test
    void otherJarsMakeANewOne() throws Exception {
        ClassArchive archive = archive();
        Files.writeString(target(archive), "whole");
        archive.keep();
        Path old = archive.file();

        Files.writeString(libraries.resolve("netty.jar"), "another");

        assertThat(archive().options()).singleElement().asString().startsWith("-XX:ArchiveClassesAtExit=");
        assertThat(old).doesNotExist();
    }

    private ClassArchive archive() throws Exception {
        EmbeddedCassandraSettings settings =
                SharedCassandra.settings(data, Map.of("libraries", libraries.toString(), "class-archive", true));
        return ClassArchive.of(settings, new JavaRuntime(settings.javaHome(), Runtime.Version.parse("17.0.1")));
    }

    private static Path target(ClassArchive archive) {
        return Path.of(archive.options().get(0).substring("-XX:ArchiveClassesAtExit=".length()));
    }
}
