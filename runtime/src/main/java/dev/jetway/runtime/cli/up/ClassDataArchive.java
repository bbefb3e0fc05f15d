package dev.jetway.runtime.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A class data archive of one child process: written when the process ends for the first time, used by
 * every later start. An archive that does not fit its class path any more is ignored by the JVM.
 */
record ClassDataArchive(Path file, Path fresh, boolean writing) {

    static ClassDataArchive of(Path folder, String name) {
        return new ClassDataArchive(
                folder.resolve(name + ".jsa"),
                folder.resolve(name + ".jsa." + ProcessHandle.current().pid()),
                true);
    }

    /** The same for a second process at the same time: what the first one writes is not for both to write. */
    ClassDataArchive shared() {
        return new ClassDataArchive(file, fresh, false);
    }

    List<String> options() {
        if (Files.isReadable(file)) {
            return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        }
        if (writing && Files.isDirectory(file.getParent())) {
            return List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        }
        return List.of();
    }

    /** Keeps what the process wrote, if it came to writing all of it. */
    void settle(boolean endedByItself) throws IOException {
        if (!writing || !Files.exists(fresh)) {
            return;
        }
        if (endedByItself) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(fresh);
        }
    }
}
