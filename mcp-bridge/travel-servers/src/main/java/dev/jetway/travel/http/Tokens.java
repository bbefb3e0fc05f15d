package dev.jetway.travel.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Checks bearer tokens: HS256 with the shared secret, by this issuer, for this server, and short-lived. */
final class Tokens {

    private static final String ISSUER = "jetway";
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int LONGEST_SUBJECT = 200;

    private final JWSVerifier verifier;

    Tokens(byte[] secret) {
        try {
            verifier = new MACVerifier(secret);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("The token secret must have at least 32 bytes", e);
        }
    }

    static final class InvalidToken extends Exception {
        InvalidToken(String reason) {
            super(reason);
        }
    }

    /** The traveler a token speaks for. */
    String subject(String authorization, String audience) throws InvalidToken {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new InvalidToken("The Authorization header must be 'Bearer <token>'");
        }
        try {
            SignedJWT token = SignedJWT.parse(authorization.substring(7).strip());
            if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm()) || !token.verify(verifier)) {
                throw new InvalidToken("The token is not signed with the shared secret");
            }
            return subject(token.getJWTClaimsSet(), audience);
        } catch (ParseException | JOSEException e) {
            throw new InvalidToken("The token is no signed JWT");
        }
    }

    private static String subject(JWTClaimsSet claims, String audience) throws InvalidToken {
        Instant now = Instant.now();
        Date expires = claims.getExpirationTime();
        if (!ISSUER.equals(claims.getIssuer())) {
            throw new InvalidToken("The token's issuer is not " + ISSUER);
        }
        if (!claims.getAudience().contains(audience)) {
            throw new InvalidToken("The token is not for " + audience);
        }
        if (expires == null || expires.toInstant().plus(SKEW).isBefore(now)) {
            throw new InvalidToken("The token has expired");
        }
        if (expires.toInstant().isAfter(now.plus(LONGEST_LIFE).plus(SKEW))) {
            throw new InvalidToken("The token lives longer than " + LONGEST_LIFE.toMinutes() + " minutes");
        }
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
            throw new InvalidToken("The token names no traveler of 1 to " + LONGEST_SUBJECT + " characters");
        }
        return subject;
    }
}
