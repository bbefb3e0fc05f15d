package dev.jetway.runtime.gateway.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.Tenants;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Believes the access tokens of an OpenID provider: JSON Web Tokens signed with RS256 or ES256. A subject is what the
 * provider calls somebody after the name of the provider, so that no two providers can mean different people by one.
 */
public final class OidcAuthenticator implements Authenticator {

    private static final int MAX_LENGTH = 8_192;

    /** A token of another kind by the same provider, a logout token for instance, is no access token. */
    private static final Set<JOSEObjectType> TYPES =
            Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    private final OidcSettings settings;
    private final Claims claims;
    private final ProviderKeys keys;
    private final Clock clock;

    OidcAuthenticator(OidcSettings settings, Tenants tenants, ProviderKeys keys, Clock clock) {
        this.settings = settings;
        this.claims = new Claims(settings, tenants);
        this.keys = keys;
        this.clock = clock;
    }

    /** Begins to read the provider's keys and does not wait for them: a node starts while its provider is away. */
    public static OidcAuthenticator start(OidcSettings settings, Tenants tenants) {
        var clock = Clock.systemUTC();
        var keys = new ProviderKeys(
                settings.issuer(), settings.keys(), new Provider(settings)::keys, clock, System::nanoTime);
        keys.begin();
        return new OidcAuthenticator(settings, tenants, keys, clock);
    }

    @Override
    public CompletionStage<Verdict> authenticate(String token) {
        try {
            var jwt = signed(token);
            var said = jwt.getJWTClaimsSet();
            var identity = claims.identity(said, clock.instant());
            return keys.fitting(jwt.getHeader(), issuedBy(said)).thenApply(key -> judged(jwt, key, identity));
        } catch (TokenRefusedException e) {
            return CompletableFuture.completedStage(new Denied(e.getMessage()));
        } catch (ParseException | IllegalArgumentException e) {
            return CompletableFuture.completedStage(new Denied("This is not a signed JSON Web Token"));
        }
    }

    private SignedJWT signed(String token) throws ParseException, TokenRefusedException {
        if (token.length() > MAX_LENGTH) {
            throw new TokenRefusedException("A token has at most %d characters".formatted(MAX_LENGTH));
        }
        var jwt = SignedJWT.parse(token);
        check(jwt.getHeader());
        return jwt;
    }

    private void check(JWSHeader header) throws TokenRefusedException {
        if (!settings.algorithms().contains(header.getAlgorithm())) {
            throw new TokenRefusedException("Tokens have to be signed with "
                    + settings.algorithms().stream()
                            .map(JWSAlgorithm::getName)
                            .sorted()
                            .collect(Collectors.joining(" or ")));
        }
        if (header.getType() != null && !TYPES.contains(header.getType())) {
            throw new TokenRefusedException("This is not an access token");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw new TokenRefusedException("This token asks for extensions that are not understood here");
        }
    }

    /** A token is not younger than that: the provider counts whole seconds, by a clock of its own. */
    private Instant issuedBy(JWTClaimsSet said) {
        return said.getIssueTime() == null
                ? Instant.MAX
                : said.getIssueTime().toInstant().plus(settings.clockSkew()).plusSeconds(1);
    }

    private static Verdict judged(SignedJWT jwt, Optional<JWK> key, Identity identity) {
        if (key.isEmpty()) {
            return new Denied("This token was signed with a key that is none of its issuer's");
        }
        try {
            return jwt.verify(verifier(key.get()))
                    ? new Identified(identity)
                    : new Denied("The signature of this token is wrong");
        } catch (JOSEException e) {
            return new Denied("The signature of this token can't be checked");
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return key.getKeyType().equals(KeyType.RSA)
                ? new RSASSAVerifier(key.toRSAKey())
                : new ECDSAVerifier(key.toECKey());
    }
}
