package dev.jetway.runtime.gateway.identity;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Believes everybody: {@code dev:<name>} is the traveler of that name, {@code dev:<name>@<tenant>} one of that tenant;
 * all of it is the subject, so that nobody is two travelers. {@code dev:<name>+desk+operator} has these roles besides.
 * The settings refuse it on an address that other machines can reach.
 */
public final class DevAuthenticator implements Authenticator {

    /** Of travelers and tenants alike. */
    public static final String NAME = "[A-Za-z0-9._-]{1,64}";

    private static final Pattern TOKEN =
            Pattern.compile("(?<subject>dev:%1$s(?:@(?<tenant>%1$s))?)(?<roles>(?:\\+(?:%2$s))*)"
                    .formatted(NAME, Stream.of(Role.values()).map(Role::word).collect(Collectors.joining("|"))));

    private final Tenants tenants;

    public DevAuthenticator(Tenants tenants) {
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
                    + "where both have 1 to 64 letters, digits, '.', '_' or '-', and after it +desk or +operator");
        }
        var tenant = Optional.ofNullable(read.group("tenant"));
        if (tenant.isPresent() && !tenants.named().containsKey(tenant.get())) {
            return new Denied(
                    "There is no tenant '%s'; an operator can add it to jetway.tenants".formatted(tenant.get()));
        }
        var roles = Stream.of(read.group("roles").split("\\+"))
                .flatMap(word -> Role.of(word).stream())
                .collect(Collectors.toSet());
        return new Identified(
                new Identity(read.group("subject"), tenant, tenants.placement(tenant), roles, Optional.empty()));
    }
}
