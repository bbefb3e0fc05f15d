package dev.jetway.runtime.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Believes everybody: {@code dev:<name>} is the traveler of that name. {@link GatewaySettings} refuses it
 * on an address that other machines can reach.
 */
final class DevAuthenticator implements Authenticator {

    private static final Pattern TOKEN = Pattern.compile("dev:[A-Za-z0-9._-]{1,64}");

    @Override
    public CompletionStage<Verdict> authenticate(String token) {
        return CompletableFuture.completedFuture(
                TOKEN.matcher(token).matches()
                        ? new Identified(new Identity(token, Optional.empty()))
                        : new Denied("Development sign-in takes the token dev:<name>, "
                                + "where the name has 1 to 64 letters, digits, '.', '_' or '-'"));
    }
}
