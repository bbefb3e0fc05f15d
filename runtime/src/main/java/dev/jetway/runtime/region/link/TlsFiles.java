package dev.jetway.runtime.region.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a region proves who it is with, and whom it believes.
 *
 * @param keystore PKCS12; the key and the certificate of this region
 * @param truststore PKCS12; the certificates of the other regions, or of who signed them
 * @param password a file with the password of both
 */
public record TlsFiles(Path keystore, Path truststore, Path password) {

    /** @throws IllegalArgumentException naming the file that can't be used, and why */
    SSLContext context() {
        var secret = secret();
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(keystore, secret), secret);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(truststore, secret));
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "%s and %s can't be used for the region link: %s".formatted(keystore, truststore, e.getMessage()),
                    e);
        }
    }

    private char[] secret() {
        try {
            return Files.readString(password).strip().toCharArray();
        } catch (IOException e) {
            throw unreadable(password, e);
        }
    }

    private static KeyStore store(Path file, char[] secret) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, secret);
            return store;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IllegalArgumentException unreadable(Path file, IOException e) {
        return new IllegalArgumentException(
                "%s of the region link can't be read: %s".formatted(file, e.getMessage()), e);
    }
}
