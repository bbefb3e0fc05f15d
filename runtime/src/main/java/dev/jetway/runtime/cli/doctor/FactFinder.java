package dev.jetway.runtime.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Installation;
import dev.jetway.runtime.cli.doctor.Facts.Folder;
import dev.jetway.runtime.cli.doctor.Facts.Listener;
import dev.jetway.runtime.cli.doctor.Facts.LockFile;
import dev.jetway.runtime.cli.doctor.Facts.Network;
import dev.jetway.runtime.cli.doctor.Facts.Page;
import dev.jetway.runtime.cli.doctor.Facts.Resources;
import dev.jetway.runtime.cli.doctor.Facts.Tooling;
import dev.jetway.runtime.model.registry.ModelsSettings;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at this machine. Changes nothing on it, and takes a few seconds at most. */
final class FactFinder {
    private static final int PROBE_MILLIS = 1_000;
    private static final long MAVEN_SECONDS = 20;

    private final Installation installation;
    private final DataFolder data;
    private final int port;

    FactFinder(Installation installation, DataFolder data, int port) {
        this.installation = installation;
        this.data = data;
        this.port = port;
    }

    Facts gather() {
        return new Facts(Runtime.version().feature(), tooling(), page(), folder(), resources(), network(), models());
    }

    private Tooling tooling() {
        List<String> unbuilt = new ArrayList<>();
        Stream.of(installation.nodeLibraries(), installation.travelLibraries(), installation.cassandraLibraries())
                .filter(folder -> !Files.isDirectory(folder))
                .map(folder -> installation.home().relativize(folder).toString())
                .forEach(unbuilt::add);
        return new Tooling(maven(), Files.isExecutable(Path.of(System.getProperty("java.home"), "bin/javac")), unbuilt);
    }

    private static Optional<String> maven() {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "mvn"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(found.get().toString(), "--batch-mode", "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(MAVEN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("Maven");
            }
            String first = new String(process.getInputStream().readAllBytes())
                    .lines()
                    .findFirst()
                    .orElse("Maven")
                    .replaceAll("\u001b\\[[0-9;]*m", "")
                    .replaceAll("^Apache (Maven \\S+).*", "$1");
            return Optional.of(first);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Page page() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new Page(port, Listener.NOBODY);
        } catch (IOException e) {
            return new Page(port, answersAsJetway() ? Listener.JETWAY : Listener.STRANGER);
        }
    }

    private boolean answersAsJetway() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) new URL("http://127.0.0.1:" + port + "/").openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            return new String(connection.getInputStream().readNBytes(8_192)).contains("Jetway");
        } catch (IOException e) {
            return false;
        }
    }

    private Folder folder() {
        Path existing = data.path();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        File nearest = existing == null ? new File("/") : existing.toFile();
        List<LockFile> locks = Stream.concat(Stream.of(data.lockFile()), databases())
                .flatMap(file -> DataFolder.pidIn(file).stream()
                        .map(pid -> new LockFile(
                                file.toString(),
                                pid,
                                ProcessHandle.of(pid)
                                        .map(ProcessHandle::isAlive)
                                        .orElse(false))))
                .toList();
        return new Folder(
                data.path().toString(),
                nearest.isDirectory() && nearest.canWrite(),
                nearest.getUsableSpace(),
                locks,
                looseSecret());
    }

    /** The lock files of the database of one region, and of those of several. */
    private Stream<Path> databases() {
        List<Path> folders = new ArrayList<>(List.of(data.cassandra()));
        try (Stream<Path> dataCenters = Files.list(data.dataCenters())) {
            dataCenters.filter(Files::isDirectory).sorted().forEach(folders::add);
        } catch (IOException e) {
            // never started with several regions
        }
        return folders.stream().map(folder -> folder.resolve("jetway.lock"));
    }

    private boolean looseSecret() {
        try {
            return Files.getPosixFilePermissions(data.secretFile()).stream()
                    .anyMatch(permission -> permission == PosixFilePermission.GROUP_READ
                            || permission == PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no secret yet, or a file system without permissions
        }
    }

    private static Resources resources() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        long files =
                system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
        return new Resources(files, availableMemory());
    }

    /** Linux says what could be had without swapping; elsewhere what is free has to do. */
    private static long availableMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            Optional<Long> kib = lines.filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
            if (kib.isPresent()) {
                return kib.get() * 1024;
            }
        } catch (IOException e) {
            // not Linux
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean known
                ? known.getFreeMemorySize()
                : Long.MAX_VALUE;
    }

    private static List<String> models() {
        return ModelsSettings.VARIABLES.stream()
                .filter(name -> !System.getenv().getOrDefault(name, "").isBlank())
                .toList();
    }

    private static Network network() {
        boolean loopback;
        try {
            loopback = InetAddress.getByName("localhost").isLoopbackAddress();
        } catch (UnknownHostException e) {
            loopback = false;
        }
        try {
            return new Network(loopback, InetAddress.getLocalHost().getHostName(), true);
        } catch (UnknownHostException e) {
            String name = String.valueOf(e.getMessage()).replaceAll(":.*", "");
            return new Network(loopback, name, false);
        }
    }
}
