package dev.jetway.mcp.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Mints the short-lived tokens that say in whose name a tool is called: HS256, one per subject and audience,
 * so that a token one server has seen is of no use at another. Safe for use by many threads.
 */
public final class TokenMint {

    /** The subject of tokens for what the bridge does on its own account: connecting and listing. */
    public static final String SERVICE = "jetway-service";

    private static final String ISSUER = "jetway";
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MAX_CACHED = 20_000;

    /** Servers accept five minutes; the rest is for clocks that differ. */
    private static final Duration LIFETIME = Duration.ofMinutes(4);

    private static final Duration REUSED_FOR = Duration.ofMinutes(2);

    private record Holder(String subject, String audience) {}

    private final JWSHeader header = new JWSHeader(JWSAlgorithm.HS256);
    private final JWSSigner signer;
    private final Clock clock;
    private final LoadingCache<Holder, String> minted;

    /** @param secret at least 32 random bytes, shared with the servers */
    public TokenMint(byte[] secret, Clock clock) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "The token secret has %d bytes and needs at least %d".formatted(secret.length, MIN_SECRET_BYTES));
        }
        try {
            this.signer = new MACSigner(secret);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("The token secret cannot sign: " + e.getMessage(), e);
        }
        this.clock = clock;
        this.minted = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfterWrite(REUSED_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build(this::sign);
    }

    /** Reads a secret that is stored as base64 text. */
    public static TokenMint fromFile(Path secretFile, Clock clock) {
        try {
            return new TokenMint(
                    Base64.getDecoder().decode(Files.readString(secretFile).strip()), clock);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read the token secret file " + secretFile, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The token secret file %s must hold at least %d random bytes as base64 text: %s"
                            .formatted(secretFile, MIN_SECRET_BYTES, e.getMessage()),
                    e);
        }
    }

    /** A token with two minutes or more to live. */
    public String token(String subject, String audience) {
        return minted.get(new Holder(subject, audience));
    }

    /** A token that was refused is not given again. Does nothing if another one has taken its place. */
    void forget(String subject, String audience, String refused) {
        minted.asMap().remove(new Holder(subject, audience), refused);
    }

    private String sign(Holder holder) throws JOSEException {
        Instant now = clock.instant();
        SignedJWT token = new SignedJWT(
                header,
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(holder.subject())
                        .audience(holder.audience())
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .build());
        token.sign(signer);
        return token.serialize();
    }
}
