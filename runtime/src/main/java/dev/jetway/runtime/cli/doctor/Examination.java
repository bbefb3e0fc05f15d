package dev.jetway.runtime.cli.doctor;

import static dev.jetway.runtime.cli.doctor.Finding.fail;
import static dev.jetway.runtime.cli.doctor.Finding.ok;
import static dev.jetway.runtime.cli.doctor.Finding.warn;

import dev.jetway.runtime.cli.doctor.Facts.Folder;
import dev.jetway.runtime.cli.doctor.Facts.LockFile;
import dev.jetway.runtime.cli.doctor.Facts.Network;
import dev.jetway.runtime.cli.doctor.Facts.Page;
import dev.jetway.runtime.cli.doctor.Facts.Resources;
import dev.jetway.runtime.cli.doctor.Facts.Tooling;
import dev.jetway.runtime.cli.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From facts to findings. A warning lets Jetway run; a failure does not. */
final class Examination {
    private static final long MIB = 1L << 20;
    private static final long DISK_NEEDED = 512 * MIB;
    private static final long DISK_WISHED = 2048 * MIB;
    private static final long MEMORY_NEEDED = 900 * MIB;
    private static final long MEMORY_WISHED = 1800 * MIB;
    private static final long FILES_NEEDED = 1_024;
    private static final long FILES_WISHED = 4_096;

    private Examination() {}

    static List<Finding> of(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(facts.java()));
        findings.add(build(facts.tooling()));
        findings.add(page(facts.page()));
        findings.add(folder(facts.folder()));
        findings.add(disk(facts.folder()));
        findings.addAll(leftovers(facts.folder()));
        findings.add(memory(facts.resources()));
        findings.add(openFiles(facts.resources()));
        findings.add(loopback(facts.network()));
        findings.add(hostName(facts.network()));
        findings.add(models(facts.models()));
        return findings;
    }

    static boolean fit(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
    }

    private static Finding java(int feature) {
        if (feature == 17) {
            return ok("Java", "17, for Jetway and for Cassandra.");
        }
        return fail(
                "Java", "%d, but Cassandra 5.0 needs 17. Install a JDK 17 and set JAVA_HOME to it.".formatted(feature));
    }

    private static Finding build(Tooling tooling) {
        boolean built = tooling.unbuilt().isEmpty();
        if (built && tooling.maven().isPresent()) {
            return ok(
                    "Build",
                    "complete; changes are built with %s."
                            .formatted(tooling.maven().get()));
        }
        if (built) {
            return warn("Build", "complete, but without Maven on the PATH changes cannot be built.");
        }
        String parts = String.join(", ", tooling.unbuilt());
        if (tooling.maven().isEmpty()) {
            return fail(
                    "Build",
                    "not yet built (%s), and no Maven on the PATH. Install Maven 3.8 or newer.".formatted(parts));
        }
        if (!tooling.javac()) {
            return fail(
                    "Build", "not yet built (%s), and this Java has no compiler. Install a JDK 17.".formatted(parts));
        }
        return warn(
                "Build",
                "not yet built: %s. 'jetway up' does it with %s."
                        .formatted(parts, tooling.maven().get()));
    }

    private static Finding page(Page page) {
        return switch (page.listener()) {
            case NOBODY -> ok("Port %d".formatted(page.port()), "free for the chat page.");
            case JETWAY -> warn("Port %d".formatted(page.port()), "Jetway is already running there.");
            case STRANGER ->
                fail(
                        "Port %d".formatted(page.port()),
                        "another program listens there. Stop it, or start with 'jetway up --port' and a free one.");
        };
    }

    private static Finding folder(Folder folder) {
        if (!folder.writable()) {
            return fail(
                    "Data folder",
                    "%s cannot be written. Change its owner, or choose another with --data.".formatted(folder.path()));
        }
        if (folder.looseSecret()) {
            return warn(
                    "Data folder",
                    "others can read %s/secret. Close it with: chmod 600 %s/secret"
                            .formatted(folder.path(), folder.path()));
        }
        return ok("Data folder", folder.path() + " can be written.");
    }

    private static Finding disk(Folder folder) {
        String free = size(folder.freeBytes());
        if (folder.freeBytes() < DISK_NEEDED) {
            return fail(
                    "Disk",
                    "%s free, and Cassandra needs %s to start. Make room, or choose another disk with --data."
                            .formatted(free, size(DISK_NEEDED)));
        }
        if (folder.freeBytes() < DISK_WISHED) {
            return warn("Disk", "%s free: enough to start, not for long.".formatted(free));
        }
        return ok("Disk", free + " free.");
    }

    private static List<Finding> leftovers(Folder folder) {
        if (folder.locks().isEmpty()) {
            return List.of(ok("Leftovers", "none of an earlier run."));
        }
        return folder.locks().stream().map(Examination::leftover).toList();
    }

    private static Finding leftover(LockFile lock) {
        if (lock.alive()) {
            return warn(
                    "In use",
                    "process %d holds %s. A second 'jetway up' needs another --data."
                            .formatted(lock.pid(), lock.file()));
        }
        return warn(
                "Leftovers",
                "%s is of process %d, which ended without a clean stop. The next start clears it."
                        .formatted(lock.file(), lock.pid()));
    }

    private static Finding memory(Resources resources) {
        String left = size(resources.memoryBytes());
        if (resources.memoryBytes() < MEMORY_NEEDED) {
            return fail(
                    "Memory",
                    "%s available, and node, Cassandra and travel servers take about %s. Close something."
                            .formatted(left, size(MEMORY_NEEDED)));
        }
        if (resources.memoryBytes() < MEMORY_WISHED) {
            return warn("Memory", "%s available: enough for trying things out.".formatted(left));
        }
        return ok("Memory", left + " available.");
    }

    private static Finding openFiles(Resources resources) {
        String sentence = "%d per process".formatted(resources.openFiles());
        if (resources.openFiles() < FILES_NEEDED) {
            return fail("Open files", sentence + " are too few. Raise the limit with: ulimit -n " + FILES_WISHED);
        }
        if (resources.openFiles() < FILES_WISHED) {
            return warn("Open files", sentence + " will do for a few hundred connections. More with: ulimit -n 65536");
        }
        return ok("Open files", sentence + ".");
    }

    private static Finding loopback(Network network) {
        if (network.localhostIsLoopback()) {
            return ok("Loopback", "localhost is this machine.");
        }
        return fail("Loopback", "localhost is not 127.0.0.1. Add the line '127.0.0.1 localhost' to /etc/hosts.");
    }

    private static Finding hostName(Network network) {
        if (network.hostNameResolves()) {
            return ok("Host name", network.hostName() + " can be looked up.");
        }
        return warn(
                "Host name",
                "%s cannot be looked up, which makes starts slow. Add '127.0.1.1 %s' to /etc/hosts."
                        .formatted(network.hostName(), network.hostName()));
    }

    private static Finding models(List<String> variables) {
        return ok(
                "Language model",
                variables.isEmpty()
                        ? "none in the environment; a node plans and writes by itself."
                        : "%s set: a node asks a model to plan and write. jetway.models-from-environment.enabled = false keeps it from that."
                                .formatted(String.join(" and ", variables)));
    }

    private static String size(long bytes) {
        return bytes >= 1024 * MIB
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / (1024.0 * MIB))
                : bytes / MIB + " MiB";
    }
}
