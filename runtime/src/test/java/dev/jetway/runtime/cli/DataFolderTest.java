package dev.jetway.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void theSecretIsMadeOnceAndForItsOwnerOnly() throws IOException {
        DataFolder data = new DataFolder(folder);
        String first = Files.readString(data.secret());

        assertThat(Base64.getDecoder().decode(first.trim())).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.secretFile())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(data.secret())).isEqualTo(first);
        assertThat(folder.toFile().list()).containsExactly("secret");
    }

    @Test
    void aFolderInUseNamesTheProcessThatHasIt() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("new"));
        try (DataFolder.Lock lock = data.take()) {
            assertThat(lock.lock().isValid()).isTrue();
            assertThatThrownBy(data::take)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
        data.take().close();
        assertThat(data.owner()).isEmpty();
    }

    @Test
    void aPlaceThatIsNoFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(new DataFolder(file)::take)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file.toString());
    }
}
