package dev.jetway.mcp.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How calls to one server are authenticated, beyond tokens that are signed here. At most one of the two.
 *
 * @param bearerFile holds one token for all calls
 * @param exchange gives another token for each that is signed here
 */
public record AuthSettings(Optional<Path> bearerFile, Optional<Exchange> exchange) {

    public static final AuthSettings NONE = new AuthSettings(Optional.empty(), Optional.empty());

    /**
     * A token endpoint that exchanges tokens (RFC 8693).
     *
     * @param clientSecretFile empty for a client that has no secret
     * @param audience asked for; empty to leave it out
     * @param scope asked for; empty to leave it out
     */
    public record Exchange(URI url, String clientId, Optional<Path> clientSecretFile, String audience, String scope) {

        public Exchange {
            require(
                    url.isAbsolute()
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())),
                    "auth.exchange.url must be an http or https address without user or password, and is '%s'"
                            .formatted(url));
            require(!clientId.isBlank(), "auth.exchange.client-id is missing");
        }
    }

    public AuthSettings {
        require(
                bearerFile.isEmpty() || exchange.isEmpty(),
                "auth.bearer-file and auth.exchange exclude each other: one token for all, or one for each traveler");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
