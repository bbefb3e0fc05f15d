package dev.jetway.runtime.cli.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What the doctor looks at, as plain values, so that a test can describe any machine.
 *
 * @param models variables of the environment that mean a language model
 */
record Facts(
        int java,
        Tooling tooling,
        Page page,
        Folder folder,
        Resources resources,
        Network network,
        List<String> models) {

    /** The tools around Jetway: Maven's first line of version, and which parts were built. */
    record Tooling(Optional<String> maven, boolean javac, List<String> unbuilt) {}

    enum Listener {
        NOBODY,
        JETWAY,
        STRANGER
    }

    /** The port of the chat page, and who listens there. */
    record Page(int port, Listener listener) {}

    /**
     * The data folder.
     *
     * @param freeBytes of its file system
     * @param locks lock files in it that name a process
     * @param looseSecret whether others on this machine can read the shared secret
     */
    record Folder(String path, boolean writable, long freeBytes, List<LockFile> locks, boolean looseSecret) {}

    record LockFile(String file, long pid, boolean alive) {}

    /** Open files this process may have, and memory that programs could still take. */
    record Resources(long openFiles, long memoryBytes) {}

    /** Whether "localhost" is this machine, and whether the machine's own name can be looked up. */
    record Network(boolean localhostIsLoopback, String hostName, boolean hostNameResolves) {}
}
