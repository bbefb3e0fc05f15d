package dev.jetway.runtime.gateway.identity;

import dev.jetway.agents.Traveler;
import dev.jetway.cluster.Placement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who is at the other end of a connection.
 *
 * @param subject unique and stable, see {@link Traveler#subject()}
 * @param tenant one of {@link Tenants}; empty for a traveler of none
 * @param placement where their conversations may be: the name of one, or {@link Placement#EVERYWHERE}; part of what
 *     these conversations are found by
 * @param roles what they may do besides speaking in their own conversations
 * @param expiresAt when the proof runs out; empty when it never does
 */
public record Identity(
        String subject, Optional<String> tenant, String placement, Set<Role> roles, Optional<Instant> expiresAt) {

    public Identity {
        roles = Set.copyOf(roles);
    }

    public Traveler traveler(ClientProfile profile) {
        return new Traveler(subject, profile.locale(), profile.timeZone(), profile.currency(), tenant.orElse(null));
    }
}
