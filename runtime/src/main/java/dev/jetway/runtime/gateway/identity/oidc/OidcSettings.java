package dev.jetway.runtime.gateway.identity.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.typesafe.config.Config;
import dev.jetway.runtime.gateway.identity.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The section {@code jetway.gateway.oidc}; its keys are explained in {@code reference.conf}.
 *
 * @param issuer as it stands in tokens
 * @param name what subjects begin with; without one, the issuer
 * @param algorithms RS256, ES256 or both
 * @param required by claim, a word it has to hold; an empty one for a claim that has to be there
 */
public record OidcSettings(
        String issuer,
        Optional<String> name,
        Set<String> audiences,
        Set<JWSAlgorithm> algorithms,
        Duration clockSkew,
        SortedMap<ClaimPath, String> required,
        TenantClaim tenant,
        RoleClaim roles,
        Keys keys) {

    private static final String SECTION = "jetway.gateway.oidc.";
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final Map<String, JWSAlgorithm> ALGORITHMS =
            new TreeMap<>(Map.of("RS256", JWSAlgorithm.RS256, "ES256", JWSAlgorithm.ES256));

    /**
     * Where a token names a traveler's tenant.
     *
     * @param claim empty: nobody is of a tenant
     * @param optional whether a token without it is one of a traveler of none
     */
    public record TenantClaim(Optional<ClaimPath> claim, boolean optional) {}

    /**
     * Where a token says what somebody may do.
     *
     * @param claim empty: nobody has a role
     * @param words by which it says so
     */
    public record RoleClaim(Optional<ClaimPath> claim, Map<Role, String> words) {

        public RoleClaim {
            words = Map.copyOf(words);
            words.forEach((role, word) ->
                    require(!word.isBlank(), "roles." + role.word(), "must be the word a token says it by"));
        }
    }

    /**
     * How the provider's keys are read.
     *
     * @param uri without one, as the provider's discovery document says
     * @param maxBytes of one answer
     * @param refresh keys of that age are read again, while the known ones go on
     * @param retry the least between two readings, whatever tokens come
     * @param keep keys of that age are not trusted any more
     */
    public record Keys(
            Optional<URI> uri, Duration timeout, int maxBytes, Duration refresh, Duration retry, Duration keep) {

        public Keys {
            requirePositive(timeout, "keys.timeout");
            requirePositive(refresh, "keys.refresh");
            requirePositive(retry, "keys.retry");
            require(maxBytes >= 1_024, "keys.max-bytes", "must be at least 1 KiB");
            require(keep.compareTo(refresh) > 0, "keys.keep", "must be longer than keys.refresh");
        }
    }

    /** @throws IllegalArgumentException naming the key that is wrong */
    public OidcSettings {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        required = Collections.unmodifiableSortedMap(new TreeMap<>(required));
        var address = address(issuer, "issuer");
        require(
                address.getRawQuery() == null && address.getRawFragment() == null,
                "issuer",
                "must have neither '?' nor '#'");
        require(
                name.map(it -> it.matches("[A-Za-z0-9._-]{1,32}")).orElse(true),
                "name",
                "must be 1 to 32 letters, digits, '.', '_' or '-'");
        require(!audiences.isEmpty(), "audience", "must name what tokens for this node are for");
        require(audiences.stream().noneMatch(String::isBlank), "audience", "must not be blank");
        require(!algorithms.isEmpty(), "algorithms", "must name RS256, ES256 or both");
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(MAX_SKEW) <= 0,
                "clock-skew",
                "must be 0s to %s".formatted(MAX_SKEW));
        keys.uri().ifPresent(uri -> requireSecure(uri, "keys.uri"));
    }

    /**
     * @param config the section
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static OidcSettings from(Config config) {
        var keys = config.getConfig("keys");
        return new OidcSettings(
                config.getString("issuer"),
                text(config, "name"),
                new TreeSet<>(config.getStringList("audience")),
                algorithms(config.getStringList("algorithms")),
                config.getDuration("clock-skew"),
                required(config),
                new TenantClaim(path(config, "tenant.claim"), config.getBoolean("tenant.optional")),
                new RoleClaim(path(config, "roles.claim"), words(config.getConfig("roles"))),
                new Keys(
                        text(keys, "uri").map(uri -> address(uri, "keys.uri")),
                        keys.getDuration("timeout"),
                        Math.toIntExact(keys.getBytes("max-bytes")),
                        keys.getDuration("refresh"),
                        keys.getDuration("retry"),
                        keys.getDuration("keep")));
    }

    private static Optional<String> text(Config config, String key) {
        return Optional.of(config.getString(key)).filter(text -> !text.isBlank());
    }

    private static Optional<ClaimPath> path(Config config, String key) {
        return text(config, key).map(written -> path(written, key));
    }

    private static ClaimPath path(String written, String key) {
        try {
            return ClaimPath.of(written);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SECTION + key + " " + e.getMessage(), e);
        }
    }

    private static SortedMap<ClaimPath, String> required(Config config) {
        var required = new TreeMap<ClaimPath, String>();
        config.getObject("required")
                .forEach((claim, word) -> required.put(path(claim, "required"), word(claim, word.unwrapped())));
        return required;
    }

    private static String word(String claim, Object written) {
        require(
                !(written instanceof Map || written instanceof List),
                "required",
                "has no word for the claim '%s'; one with dots in its name stands in quotes".formatted(claim));
        return String.valueOf(written);
    }

    private static Map<Role, String> words(Config roles) {
        var words = new EnumMap<Role, String>(Role.class);
        for (var role : Role.values()) {
            words.put(role, roles.getString(role.word()));
        }
        return words;
    }

    private static Set<JWSAlgorithm> algorithms(List<String> words) {
        var algorithms = new HashSet<JWSAlgorithm>();
        for (var word : words) {
            var known = ALGORITHMS.get(word);
            require(known != null, "algorithms", "may have %s, not '%s'".formatted(ALGORITHMS.keySet(), word));
            algorithms.add(known);
        }
        return algorithms;
    }

    private static URI address(String text, String key) {
        try {
            var uri = new URI(text);
            requireSecure(uri, key);
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "%s%s must be an address such as https://sso.example.com, not '%s'".formatted(SECTION, key, text),
                    e);
        }
    }

    private static void requireSecure(URI uri, String key) {
        require(
                Addresses.secure(uri) || Addresses.loopback(uri),
                key,
                "must be an https address (http is for this machine only), not '%s'".formatted(uri));
    }

    private static void requirePositive(Duration duration, String key) {
        require(!duration.isNegative() && !duration.isZero(), key, "must be positive");
    }

    private static void require(boolean condition, String key, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(SECTION + key + " " + rule);
        }
    }
}
