package dev.jetway.runtime.gateway.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import dev.jetway.runtime.gateway.identity.Role;
import dev.jetway.runtime.gateway.identity.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcAuthenticatorTest {

    private static final RSAKey RSA = Tokens.rsa("rsa");
    private static final ECKey EC = Tokens.ec("ec");
    private static final RSAKey STRANGERS = Tokens.rsa("rsa");
    private static final Tenants TENANTS = Tenants.from(ConfigFactory.parseString("""
            acknowledgement = local
            tenants { bank { placement = europe }, museum {} }
            """));

    private final OidcAuthenticator authenticator = authenticator("");

    @Test
    void whoASignedTokenBelongsToIsKnownForAsLongAsItLasts() {
        for (var key : List.<JWK>of(RSA, EC)) {
            var ann = identified(authenticator, Tokens.signed(key, Tokens.ann()));

            assertThat(ann.subject()).isEqualTo("https://sso.example.com#ann");
            assertThat(ann.tenant()).isEmpty();
            assertThat(ann.roles()).isEmpty();
            assertThat(ann.expiresAt()).contains(Tokens.NOW.plusSeconds(330));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void aTokenIsRefusedFor(String reason, UnaryOperator<JWTClaimsSet.Builder> change, String message) {
        assertThat(denied(authenticator, Tokens.signed(RSA, change.apply(Tokens.ann()))))
                .contains(message);
    }

    static Stream<Arguments> badClaims() {
        return Stream.of(
                bad("another issuer", it -> it.issuer("https://sso.example.com/"), "not from"),
                bad("no issuer", it -> it.issuer(null), "not from"),
                bad("another audience", it -> it.audience("other"), "not for jetway"),
                bad("no audience", it -> it.audience((String) null), "not for jetway"),
                bad("being expired", it -> it.expirationTime(at(-31)), "expired"),
                bad("never expiring", it -> it.expirationTime(null), "never expires"),
                bad("not being valid yet", it -> it.notBeforeTime(at(31)), "not valid yet"),
                bad("being issued tomorrow", it -> it.issueTime(at(86_400)), "not valid yet"),
                bad("saying nothing of whose it is", it -> it.subject(null), "no claim sub"),
                bad("a blank subject", it -> it.subject(" "), "no claim sub"),
                bad("a line break in its subject", it -> it.subject("ann\nbob"), "no claim sub"),
                bad("a subject that is too long", it -> it.subject("a".repeat(128)), "too long"),
                bad("being bound to a key", it -> it.claim("cnf", Map.of("jkt", "x")), "bound to a key"));
    }

    private static Arguments bad(String reason, UnaryOperator<JWTClaimsSet.Builder> change, String message) {
        return Arguments.of(reason, change, message);
    }

    @Test
    void clocksMayBeALittleApart() {
        identified(authenticator, Tokens.signed(RSA, Tokens.ann().expirationTime(at(-29))));
        identified(
                authenticator,
                Tokens.signed(RSA, Tokens.ann().notBeforeTime(at(29)).issueTime(at(29))));
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        identified(authenticator, Tokens.signed(RSA, Tokens.ann().audience(List.of("other", "jetway"))));
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        var claims = Tokens.ann();
        assertThat(denied(authenticator, new PlainJWT(claims.build()).serialize()))
                .contains("not a signed");

        var signed = Tokens.signed(RSA, claims);
        assertThat(denied(authenticator, signed.substring(0, signed.lastIndexOf('.') + 1)))
                .isNotEmpty();
    }

    @Test
    void thePublicKeyIsNoSecretToSignWith() throws JOSEException {
        var secrets = List.of(
                RSA.toRSAPublicKey().getEncoded(),
                RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                RSA.getModulus().decode());
        for (var secret : secrets) {
            assertThat(denied(authenticator, Tokens.signedWithSecret(secret, "rsa", Tokens.ann())))
                    .contains("have to be signed with");
        }
    }

    @Test
    void aKeyOfTheSameNameIsNotTheSameKey() {
        assertThat(denied(authenticator, Tokens.signed(STRANGERS, Tokens.ann())))
                .contains("signature");
    }

    @Test
    void aChangedTokenIsRefused() {
        var parts = Tokens.signed(RSA, Tokens.ann()).split("\\.");
        var bob = Base64URL.encode(
                new String(new Base64URL(parts[1]).decode(), StandardCharsets.UTF_8).replace("ann", "bob"));

        assertThat(denied(authenticator, "%s.%s.%s".formatted(parts[0], bob, parts[2])))
                .contains("signature");
    }

    @Test
    void aTokenCannotBringItsOwnKey() {
        var header = Tokens.header(STRANGERS).jwk(STRANGERS.toPublicJWK());
        assertThat(denied(authenticator, Tokens.signed(header, STRANGERS, Tokens.ann())))
                .contains("signature");
    }

    @Test
    void anAlgorithmThatIsNotConfiguredIsRefused() {
        assertThat(denied(authenticator("algorithms = [ES256]"), Tokens.signed(RSA, Tokens.ann())))
                .endsWith("signed with ES256");
    }

    @Test
    void tokensOfAnotherKindAreNoAccessTokens() {
        var header = Tokens.header(RSA).type(new JOSEObjectType("logout+jwt"));
        assertThat(denied(authenticator, Tokens.signed(header, RSA, Tokens.ann())))
                .contains("not an access token");
    }

    @Test
    void extensionsThatHaveToBeUnderstoodAreRefused() {
        var header = Tokens.header(RSA).criticalParams(Set.of("exp")).customParam("exp", 1);
        assertThat(denied(authenticator, Tokens.signed(header, RSA, Tokens.ann())))
                .contains("extensions");
    }

    @Test
    void aTokenThatNamesNoKeyFitsWhereThereIsOnlyOneOfItsKind() {
        var header = Tokens.header(EC).keyID(null);
        identified(authenticator, Tokens.signed(header, EC, Tokens.ann()));

        var two = authenticator("", RSA, EC, Tokens.ec("another"));
        assertThat(denied(two, Tokens.signed(header, EC, Tokens.ann()))).contains("none of its issuer's");
    }

    @Test
    void aKeyThatMayBeNewerThanWhatIsKnownIsNotRefusedForGood() {
        var newcomer = Tokens.ec("newcomer");
        identified(authenticator, Tokens.signed(RSA, Tokens.ann()));

        assertThat(denied(authenticator, Tokens.signed(newcomer, Tokens.ann().issueTime(at(-32)))))
                .contains("none of its issuer's");
        assertThatThrownBy(() -> verdict(
                        authenticator, Tokens.signed(newcomer, Tokens.ann().issueTime(at(-30)))))
                .hasCauseInstanceOf(NotJudgedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b.c",
                "dev:ann",
                "eyJhbGciOiJub25lIn0..",
                "eyJhbGciOiJSUzI1NiJ9.bnVsbA.c2ln",
                "eyJhbGciOiJSUzI1NiJ9.W10.c2ln",
                "eyJhbGciOlsiUlMyNTYiXX0.e30.c2ln"
            })
    void whatIsNoTokenIsRefusedWithoutRepeatingIt(String token) {
        assertThat(denied(authenticator, token)).doesNotContain("eyJ").doesNotContain("dev:");
    }

    @Test
    void aTokenThatIsTooLongIsNotEvenRead() {
        assertThat(denied(authenticator, Tokens.signed(RSA, Tokens.ann().claim("x", "y".repeat(8_192)))))
                .contains("8192 characters");
    }

    @Test
    void travelersOfDifferentProvidersAreDifferentPeople() {
        var renamed = authenticator("name = staff");
        assertThat(identified(renamed, Tokens.signed(RSA, Tokens.ann())).subject())
                .isEqualTo("staff#ann");
    }

    @Test
    void aTenantIsTakenFromTheTokenAndHasToBeKnown() {
        var strict = authenticator("tenant.claim = org");

        var ann = identified(strict, Tokens.signed(RSA, Tokens.ann().claim("org", "bank")));
        assertThat(ann.tenant()).contains("bank");
        assertThat(ann.placement()).isEqualTo("europe");
        assertThat(denied(strict, Tokens.signed(RSA, Tokens.ann().claim("org", "bakery"))))
                .contains("none of jetway.tenants");
        assertThat(denied(strict, Tokens.signed(RSA, Tokens.ann().claim("org", List.of("bank")))))
                .contains("none of jetway.tenants");
        assertThat(denied(strict, Tokens.signed(RSA, Tokens.ann()))).contains("does not say which tenant");
    }

    @Test
    void aTenantMayBeMissingWhereThatIsSaid() {
        var lenient = authenticator("tenant { claim = org, optional = true }");

        assertThat(identified(lenient, Tokens.signed(RSA, Tokens.ann())).tenant())
                .isEmpty();
        assertThat(denied(lenient, Tokens.signed(RSA, Tokens.ann().claim("org", "bakery"))))
                .contains("none of jetway.tenants");
    }

    @Test
    void rolesAreTheWordsOfAClaimWhereverItStands() {
        var nested = authenticator("roles.claim = \"/realm_access/roles\"");
        var roles = Tokens.ann().claim("realm_access", Map.of("roles", List.of("jetway-desk", "admin")));
        assertThat(identified(nested, Tokens.signed(RSA, roles)).roles()).containsExactly(Role.DESK);

        var spaced = authenticator("roles { claim = scope, operator = ops }");
        assertThat(identified(spaced, Tokens.signed(RSA, Tokens.ann().claim("scope", "openid ops jetway-desk")))
                        .roles())
                .containsExactlyInAnyOrder(Role.DESK, Role.OPERATOR);
        assertThat(identified(spaced, Tokens.signed(RSA, Tokens.ann().claim("scope", "opsx")))
                        .roles())
                .isEmpty();
    }

    @Test
    void nobodyHasARoleWhereNoClaimIsConfigured() {
        var everything = Tokens.ann().claim("roles", List.of("jetway-desk", "jetway-operator", "desk"));
        assertThat(identified(authenticator, Tokens.signed(RSA, everything)).roles())
                .isEmpty();
    }

    @Test
    void whatIsRequiredHasToBeThere() {
        var strict = authenticator("required { scope = travel, email_verified = true, auth_time = \"\" }");
        var good = Tokens.ann()
                .claim("scope", "openid travel")
                .claim("email_verified", true)
                .claim("auth_time", 1);

        identified(strict, Tokens.signed(RSA, good));
        assertThat(denied(strict, Tokens.signed(RSA, good.claim("scope", "openid traveling"))))
                .contains("'travel' in its claim scope");
        assertThat(denied(
                        strict, Tokens.signed(RSA, good.claim("scope", "travel").claim("email_verified", false))))
                .contains("'true' in its claim email_verified");
        assertThat(denied(
                        strict,
                        Tokens.signed(RSA, good.claim("email_verified", true).claim("auth_time", null))))
                .contains("lacks its claim auth_time");
    }

    private static OidcAuthenticator authenticator(String overrides) {
        return authenticator(overrides, RSA, EC);
    }

    private static OidcAuthenticator authenticator(String overrides, JWK... keys) {
        var settings = Tokens.settings(overrides);
        var clock = Clock.fixed(Tokens.NOW, ZoneOffset.UTC);
        var known = new ProviderKeys(
                settings.issuer(),
                settings.keys(),
                () -> CompletableFuture.completedStage(Tokens.ring(keys)),
                clock,
                () -> 0);
        return new OidcAuthenticator(settings, TENANTS, known, clock);
    }

    private static Date at(int seconds) {
        return Date.from(Tokens.NOW.plusSeconds(seconds));
    }

    private static Identity identified(OidcAuthenticator authenticator, String token) {
        return verdict(authenticator, token).fold(it -> it.identity(), it -> {
            throw new AssertionError(it.message());
        });
    }

    private static String denied(OidcAuthenticator authenticator, String token) {
        return verdict(authenticator, token)
                .fold(
                        it -> {
                            throw new AssertionError("Taken as " + it.identity());
                        },
                        it -> it.message());
    }

    private static Verdict verdict(OidcAuthenticator authenticator, String token) {
        return authenticator.authenticate(token).toCompletableFuture().join();
    }
}
