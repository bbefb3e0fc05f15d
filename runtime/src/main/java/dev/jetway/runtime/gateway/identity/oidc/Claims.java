package dev.jetway.runtime.gateway.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.Role;
import dev.jetway.runtime.gateway.identity.Tenants;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a token has to say, and who that makes its owner. */
final class Claims {

    /** Between whom a subject is known to and what they call it: in no issuer, and in no name for one. */
    private static final String SIGN = "#";

    /** As many as {@link dev.jetway.agents.Traveler#subject()} takes. */
    private static final int MAX_SUBJECT_LENGTH = 128;

    private static final String BOUND = "cnf";

    private final OidcSettings settings;
    private final Tenants tenants;

    Claims(OidcSettings settings, Tenants tenants) {
        this.settings = settings;
        this.tenants = tenants;
    }

    Identity identity(JWTClaimsSet token, Instant now) throws TokenRefusedException {
        check(settings.issuer().equals(token.getIssuer()), "This token is not from " + settings.issuer());
        check(
                token.getAudience().stream().anyMatch(settings.audiences()::contains),
                "This token is not for " + String.join(" or ", settings.audiences()));
        var claims = token.toJSONObject();
        check(!claims.containsKey(BOUND), "This token is bound to a key, and is not taken from a bearer");
        for (var required : settings.required().entrySet()) {
            var word = required.getValue();
            check(
                    holds(claims, required.getKey(), word),
                    "This token lacks %sits claim %s"
                            .formatted(word.isEmpty() ? "" : "'%s' in ".formatted(word), required.getKey()));
        }
        var expiry = expiry(token, now);
        var tenant = tenant(claims);
        return new Identity(subject(token), tenant, tenants.placement(tenant), roles(claims), Optional.of(expiry));
    }

    /** Until when the token is taken. */
    private Instant expiry(JWTClaimsSet token, Instant now) throws TokenRefusedException {
        var skew = settings.clockSkew();
        check(token.getExpirationTime() != null, "This token never expires, and is therefore not taken");
        var expiry = token.getExpirationTime().toInstant().plus(skew);
        check(now.isBefore(expiry), "This token has expired; sign in again");
        for (var begin : new Date[] {token.getNotBeforeTime(), token.getIssueTime()}) {
            check(begin == null || !begin.toInstant().minus(skew).isAfter(now), "This token is not valid yet");
        }
        return expiry;
    }

    private String subject(JWTClaimsSet token) throws TokenRefusedException {
        var subject = token.getSubject();
        check(
                subject != null && !subject.isBlank() && subject.chars().noneMatch(Character::isISOControl),
                "This token does not say whose it is: it has no claim sub");
        var whole = settings.name().orElse(settings.issuer()) + SIGN + subject;
        check(
                whole.length() <= MAX_SUBJECT_LENGTH,
                "The subject of this token is too long; an operator can set a short jetway.gateway.oidc.name");
        return whole;
    }

    private Optional<String> tenant(Map<String, Object> claims) throws TokenRefusedException {
        if (settings.tenant().claim().isEmpty()) {
            return Optional.empty();
        }
        var claim = settings.tenant().claim().get();
        var named = claim.in(claims);
        check(
                named.isPresent() || settings.tenant().optional(),
                "This token does not say which tenant its owner is of: it lacks the claim " + claim);
        check(
                named.isEmpty()
                        || named.get() instanceof String name && tenants.named().containsKey(name),
                "The tenant in this token's claim %s is none of jetway.tenants".formatted(claim));
        return named.map(String.class::cast);
    }

    private Set<Role> roles(Map<String, Object> claims) {
        var words = settings.roles().claim().map(claim -> claim.words(claims)).orElse(Set.of());
        return Stream.of(Role.values())
                .filter(role -> words.contains(settings.roles().words().get(role)))
                .collect(Collectors.toSet());
    }

    private static boolean holds(Map<String, Object> claims, ClaimPath claim, String word) {
        return word.isEmpty()
                ? claim.in(claims).isPresent()
                : claim.words(claims).contains(word);
    }

    private static void check(boolean condition, String otherwise) throws TokenRefusedException {
        if (!condition) {
            throw new TokenRefusedException(otherwise);
        }
    }
}
