package dev.jetway.runtime.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Believes everybody: {@code dev:<name>} is the traveler of that name, {@code dev:<name>@<tenant>} one of that tenant;
 * all of it is the subject, so that nobody is two travelers. {@link GatewaySettings} refuses it
 * on an address that other machines can reach.
 */
final class DevAuthenticator implements Authenticator {

    /** Of travelers and tenants alike. */
    static final String NAME = "[A-Za-z0-9._-]{1,64}";

    private static final Pattern TOKEN = Pattern.compile("dev:%1$s(?:@(?<tenant>%1$s))?".formatted(NAME));

    private final Tenants tenants;

    DevAuthenticator(Tenants tenants) {
        this.tenants = tenants;
    }

    @Override
    public CompletionStage<Verdict> authenticate(String token) {
        return CompletableFuture.completedFuture(judge(token));
    }

    private Verdict judge(String token) {
        var read = TOKEN.matcher(token);
        if (!read.matches()) {
            return new Denied("Development sign-in takes the token dev:<name> or dev:<name>@<tenant>, "
                    + "where both have 1 to 64 letters, digits, '.', '_' or '-'");
        }
        var tenant = Optional.ofNullable(read.group("tenant"));
        if (tenant.isPresent() && !tenants.named().containsKey(tenant.get())) {
            return new Denied(
                    "There is no tenant '%s'; an operator can add it to jetway.tenants".formatted(tenant.get()));
        }
        return new Identified(new Identity(token, tenant, tenants.placement(tenant), Optional.empty()));
    }
}
