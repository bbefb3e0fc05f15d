package dev.jetway.runtime.gateway.identity.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A provider's keys that tokens can be checked with: RSA of at least 2,048 bits and P-256. Others it may have, for
 * encryption or of kinds we don't take, are left out; a secret one in the list never becomes a key of ours.
 */
record KeyRing(List<JWK> keys) {

    static final KeyRing EMPTY = new KeyRing(List.of());

    private static final int MIN_RSA_BITS = 2_048;

    KeyRing {
        keys = List.copyOf(keys);
    }

    /** @param text a JSON Web Key Set */
    static KeyRing parse(String text) throws ParseException {
        return new KeyRing(JWKSet.parse(text).getKeys().stream()
                .filter(KeyRing::usable)
                .map(JWK::toPublicJWK)
                .toList());
    }

    private static boolean usable(JWK key) {
        var verifies = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        var operations = key.getKeyOperations() == null ? Set.of() : key.getKeyOperations();
        return verifies
                && (operations.isEmpty() || operations.contains(KeyOperation.VERIFY))
                && (fits(key, JWSAlgorithm.RS256) || fits(key, JWSAlgorithm.ES256));
    }

    private static boolean fits(JWK key, JWSAlgorithm algorithm) {
        if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) {
            return false;
        }
        return algorithm.equals(JWSAlgorithm.RS256)
                ? key instanceof RSAKey && key.size() >= MIN_RSA_BITS
                : key instanceof ECKey curve && curve.getCurve().equals(Curve.P_256);
    }

    /** The key a token names; if it names none, the only one it can be. */
    Optional<JWK> fitting(JWSHeader header) {
        var fitting = keys.stream()
                .filter(key -> fits(key, header.getAlgorithm()))
                .filter(key -> header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
                .toList();
        return header.getKeyID() == null && fitting.size() > 1
                ? Optional.empty()
                : fitting.stream().findFirst();
    }
}
