package dev.jetway.loadtests.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Certificates for the links between the regions, made with the JDK's keytool: each signs its own. */
final class Certificates {

    private static final int PASSWORD_BYTES = 24;

    /** PKCS12 stores, and the file with the password of both. */
    record Stores(Path keystore, Path truststore, Path password) {}

    private Certificates() {}

    /** @param addresses by region, which its links are reached at */
    static SortedMap<String, Stores> make(Path folder, Map<String, List<String>> addresses) throws IOException {
        Files.createDirectories(folder);
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var password = Files.writeString(
                folder.resolve("password"), Base64.getUrlEncoder().encodeToString(bytes));
        var made = new TreeMap<String, Stores>();
        for (var region : addresses.entrySet()) {
            made.put(region.getKey(), own(folder, password, region.getKey(), region.getValue()));
        }
        for (var region : made.keySet()) {
            for (var other : made.keySet()) {
                if (!other.equals(region)) {
                    believe(folder, password, made.get(region), other);
                }
            }
        }
        return made;
    }

    private static Stores own(Path folder, Path password, String region, List<String> addresses) throws IOException {
        var keystore = folder.resolve(region + ".p12");
        keytool(
                password,
                keystore,
                "-genkeypair",
                "-alias",
                region,
                "-keyalg",
                "EC",
                "-validity",
                "30",
                "-dname",
                "CN=" + region,
                "-ext",
                "san="
                        + String.join(
                                ",",
                                addresses.stream().map(each -> "ip:" + each).toList()));
        keytool(password, keystore, "-exportcert", "-alias", region, "-file", certificate(folder, region));
        return new Stores(keystore, folder.resolve(region + "-believes.p12"), password);
    }

    private static void believe(Path folder, Path password, Stores own, String other) throws IOException {
        keytool(
                password,
                own.truststore(),
                "-importcert",
                "-noprompt",
                "-alias",
                other,
                "-file",
                certificate(folder, other));
    }

    private static String certificate(Path folder, String region) {
        return folder.resolve(region + ".crt").toString();
    }

    private static void keytool(Path password, Path store, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-storetype", "PKCS12", "-storepass:file", password.toString(), "-keystore", store.toString()));
        Shell.run(command);
    }
}
