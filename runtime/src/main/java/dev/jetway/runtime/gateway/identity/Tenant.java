package dev.jetway.runtime.gateway.identity;

import dev.jetway.cluster.Placement;
import java.util.Optional;

/**
 * A company, or a part of one, whose travelers are treated alike.
 *
 * @param home the region its travelers belong to; empty for whichever is nearest
 * @param acknowledgement the least a message of theirs gets
 * @param placement where their conversations may be: the name of one, or {@link Placement#EVERYWHERE}
 */
public record Tenant(String name, Optional<String> home, AcknowledgementLevel acknowledgement, String placement) {}
