package dev.jetway.runtime.gateway;

import java.util.Optional;

/**
 * A company, or a part of one, whose travelers are treated alike.
 *
 * @param home the region its travelers belong to; empty for whichever is nearest
 * @param acknowledgement the least a message of theirs gets
 */
public record Tenant(String name, Optional<String> home, AcknowledgementLevel acknowledgement) {}
