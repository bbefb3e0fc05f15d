package dev.jetway.runtime.gateway.identity.oidc;

/** A token is no good. The message says why to whoever sent it, and has nothing of the token in it. */
final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenRefusedException(String message) {
        super(message, null, false, false);
    }
}
