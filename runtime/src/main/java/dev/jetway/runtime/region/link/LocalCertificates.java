package dev.jetway.runtime.region.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Certificates for regions that are all on this machine: each signs its own, and believes those of the others. Made
 * once and kept, readable by their owner only. Elsewhere an authority of one's own signs them.
 */
public final class LocalCertificates {

    private static final int KEYTOOL_SECONDS = 60;
    private static final int PASSWORD_BYTES = 24;
    private static final String YEARS = "3650";

    private final Path folder;

    private LocalCertificates(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes what is not there. Blocks for about a second for each region, the first time.
     *
     * @return by region
     * @throws IOException when the folder can't be written, or the JDK's keytool did not do it
     */
    public static SortedMap<String, TlsFiles> in(Path folder, SortedSet<String> regions) throws IOException {
        var certificates = new LocalCertificates(folder);
        certificates.prepare();
        for (var region : regions) {
            certificates.key(region);
        }
        var files = new TreeMap<String, TlsFiles>();
        for (var region : regions) {
            files.put(region, certificates.believing(region, regions));
        }
        return files;
    }

    private void prepare() throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, owner);
        }
        if (!Files.exists(password())) {
            var bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            var fresh = folder.resolve("password.new");
            Files.writeString(fresh, Base64.getUrlEncoder().encodeToString(bytes) + "\n");
            Files.move(fresh, password(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path password() {
        return folder.resolve("password");
    }

    private Path keystore(String region) {
        return folder.resolve(region + ".p12");
    }

    private void key(String region) throws IOException {
        if (Files.exists(keystore(region))) {
            return;
        }
        var fresh = folder.resolve(region + ".p12.new");
        Files.deleteIfExists(fresh);
        keytool(List.of(
                "-genkeypair",
                "-alias",
                region,
                "-keyalg",
                "EC",
                "-validity",
                YEARS,
                "-dname",
                "CN=" + region,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass:file",
                password().toString(),
                "-keystore",
                fresh.toString()));
        Files.move(fresh, keystore(region), StandardCopyOption.ATOMIC_MOVE);
    }

    private void keytool(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        var said = folder.resolve("keytool.log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("keytool took longer than %d s".formatted(KEYTOOL_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool ran", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "keytool failed: " + new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip());
        }
    }

    /** Written each time: which regions there are may have changed. */
    private TlsFiles believing(String region, SortedSet<String> regions) throws IOException {
        var file = folder.resolve(region + "-believes.p12");
        var secret = Files.readString(password()).strip().toCharArray();
        try {
            var believed = KeyStore.getInstance("PKCS12");
            believed.load(null, secret);
            for (var other : regions) {
                if (!other.equals(region)) {
                    believed.setCertificateEntry(other, load(other, secret).getCertificate(other));
                }
            }
            var fresh = folder.resolve(region + "-believes.p12.new");
            try (OutputStream out = Files.newOutputStream(fresh)) {
                believed.store(out, secret);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
        return new TlsFiles(keystore(region), file, password());
    }

    private KeyStore load(String region, char[] secret) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(keystore(region))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, secret);
            return store;
        }
    }
}
