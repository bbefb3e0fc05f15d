package dev.jetway.runtime.region.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates for regions on this machine, each signed by itself and believed by those it is told to. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;

    Certificates(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    /** Makes a region's key, and its certificate. */
    void make(String region) {
        keytool(
                "-genkeypair",
                "-alias",
                region,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=" + region,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-keystore",
                store(region));
        keytool(
                "-exportcert",
                "-alias",
                region,
                "-keystore",
                store(region),
                "-file",
                folder.resolve(region + ".cer").toString());
    }

    /** What a region uses that believes those others. */
    TlsFiles of(String region, String... believed) {
        for (var other : believed) {
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    other,
                    "-file",
                    folder.resolve(other + ".cer").toString(),
                    "-keystore",
                    folder.resolve(region + "-trust.p12").toString());
        }
        return new TlsFiles(Path.of(store(region)), folder.resolve(region + "-trust.p12"), folder.resolve("password"));
    }

    private String store(String region) {
        return folder.resolve(region + ".p12").toString();
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("keytool: " + said);
            }
        } catch (IOException e) {
            throw new AssertionError("keytool can't be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while keytool ran", e);
        }
    }
}
