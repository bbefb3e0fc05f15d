package dev.jetway.runtime.gateway.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Keys and tokens of a provider that is not there. */
final class Tokens {

    static final String ISSUER = "https://sso.example.com";
    static final String AUDIENCE = "jetway";
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private Tokens() {}

    static RSAKey rsa(String kid) {
        return rsa(kid, 2_048);
    }

    static RSAKey rsa(String kid, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyRing ring(JWK... keys) {
        return new KeyRing(List.of(keys).stream().map(JWK::toPublicJWK).toList());
    }

    /** What a good token of Ann's says. */
    static JWTClaimsSet.Builder ann() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("ann")
                .issueTime(Date.from(NOW.minusSeconds(60)))
                .expirationTime(Date.from(NOW.plusSeconds(300)));
    }

    static JWSHeader.Builder header(JWK key) {
        var algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        return new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).type(new JOSEObjectType("at+jwt"));
    }

    static String signed(JWK key, JWTClaimsSet.Builder claims) {
        return signed(header(key), key, claims);
    }

    static String signed(JWSHeader.Builder header, JWK key, JWTClaimsSet.Builder claims) {
        try {
            var jwt = new SignedJWT(header.build(), claims.build());
            jwt.sign(key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signedWithSecret(byte[] secret, String kid, JWTClaimsSet.Builder claims) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), claims.build());
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The defaults with what a provider needs. */
    static OidcSettings settings(String overrides) {
        return OidcSettings.from(ConfigFactory.parseString(overrides)
                .withFallback(
                        ConfigFactory.parseString("{ issuer = \"%s\", audience = [%s] }".formatted(ISSUER, AUDIENCE)))
                .withFallback(ConfigFactory.load().getConfig("jetway.gateway.oidc"))
                .resolve());
    }
}
