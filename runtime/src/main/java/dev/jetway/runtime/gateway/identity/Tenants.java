package dev.jetway.runtime.gateway.identity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.region.Placements;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The section {@code jetway.tenants}, and what holds for travelers of none.
 *
 * @param named by name
 * @param acknowledgement the least anybody's message gets
 */
public record Tenants(SortedMap<String, Tenant> named, AcknowledgementLevel acknowledgement) {

    private static final String HOME = "home";
    private static final String ACKNOWLEDGEMENT = "acknowledgement";
    private static final String PLACEMENT = "placement";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(HOME, ACKNOWLEDGEMENT, PLACEMENT));

    public Tenants {
        named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
    }

    /**
     * @param jetway the section {@code jetway}
     * @throws IllegalArgumentException naming the key that is wrong, and where it was written
     */
    public static Tenants from(Config jetway) {
        var acknowledgement = level("jetway." + ACKNOWLEDGEMENT, jetway.getValue(ACKNOWLEDGEMENT));
        var named = new TreeMap<String, Tenant>();
        var written = jetway.getObject("tenants");
        for (var name : new TreeSet<>(written.keySet())) {
            named.put(name, tenant(name, written.get(name), acknowledgement));
        }
        return new Tenants(named, acknowledgement);
    }

    private static Tenant tenant(String name, ConfigValue written, AcknowledgementLevel least) {
        var path = "jetway.tenants." + name;
        var where = written.origin().description();
        if (!name.matches(DevAuthenticator.NAME)) {
            throw new IllegalArgumentException(
                    "%s (%s): a tenant is named by 1 to 64 letters, digits, '.', '_' or '-'".formatted(path, where));
        }
        if (!(written instanceof ConfigObject entry)) {
            throw new IllegalArgumentException(
                    "%s (%s) must be a section, such as { home = eu }".formatted(path, where));
        }
        for (var key : new TreeSet<>(entry.keySet())) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("Unknown key %s.%s (%s). A tenant has %s"
                        .formatted(path, key, entry.get(key).origin().description(), String.join(", ", KEYS)));
            }
        }
        var level = entry.containsKey(ACKNOWLEDGEMENT)
                ? level(path + "." + ACKNOWLEDGEMENT, entry.get(ACKNOWLEDGEMENT))
                        .stricter(least)
                : least;
        return new Tenant(name, word(entry, HOME), level, word(entry, PLACEMENT).orElse(Placement.EVERYWHERE));
    }

    private static Optional<String> word(ConfigObject entry, String key) {
        return Optional.ofNullable(entry.get(key)).map(value -> String.valueOf(value.unwrapped()));
    }

    private static AcknowledgementLevel level(String path, ConfigValue value) {
        try {
            return AcknowledgementLevel.of(String.valueOf(value.unwrapped()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s (%s) %s".formatted(path, value.origin().description(), e.getMessage()), e);
        }
    }

    /** @throws IllegalArgumentException naming a tenant whose home is none of these */
    public void requireHomesIn(Set<String> regions) {
        named.values()
                .forEach(tenant -> tenant.home()
                        .filter(home -> !regions.contains(home))
                        .ifPresent(home -> {
                            throw new IllegalArgumentException(
                                    "jetway.tenants.%s.home = \"%s\" is none of the regions (%s)"
                                            .formatted(tenant.name(), home, String.join(", ", regions)));
                        }));
    }

    /** @throws IllegalArgumentException naming a tenant whose placement is none of these, or whose home is outside of it */
    public void requirePlacedIn(Placements placements) {
        for (var tenant : named.values()) {
            if (tenant.placement().equals(Placement.EVERYWHERE)) {
                continue;
            }
            var placement = placements.named().get(tenant.placement());
            if (placement == null) {
                throw new IllegalArgumentException(
                        "jetway.tenants.%s.placement = \"%s\" is none of jetway.placements (%s)"
                                .formatted(
                                        tenant.name(),
                                        tenant.placement(),
                                        String.join(", ", placements.named().keySet())));
            }
            if (!tenant.home().map(placement.regions()::contains).orElse(true)) {
                throw new IllegalArgumentException(
                        "jetway.tenants.%s.home = \"%s\" is outside of its placement %s, which is in %s"
                                .formatted(
                                        tenant.name(),
                                        tenant.home().get(),
                                        placement.name(),
                                        String.join(", ", placement.regions())));
            }
        }
    }

    /** Where the conversations of a tenant's travelers may be, unless their token says otherwise. */
    public String placement(Optional<String> tenant) {
        return tenant.map(named::get).map(Tenant::placement).orElse(Placement.EVERYWHERE);
    }

    public Optional<Tenant> of(Identity identity) {
        return identity.tenant().map(named::get);
    }

    /** The stricter of what the traveler's tenant has, and what one message asks for. */
    public AcknowledgementLevel acknowledgement(Identity identity, AcknowledgementLevel asked) {
        return of(identity).map(Tenant::acknowledgement).orElse(acknowledgement).stricter(asked);
    }
}
