package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.Limits;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import dev.jetway.runtime.gateway.identity.Role;
import dev.jetway.runtime.gateway.identity.Tenant;
import dev.jetway.runtime.gateway.socket.ServerFrame.Elsewhere;
import dev.jetway.runtime.region.Affinity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes for people who say who they are with {@code Authorization: Bearer …}. Whoever may not pass is answered here,
 * see {@link HttpError}: 401 without a good token, 403 from a page that is not allowed and without the role, 421 where
 * the traveler's conversations may not be, 429 after too many requests, 503 while tokens can't be judged. A request
 * counts as a sign-in of its address, and one that passes as a command of its subject and tenant.
 */
public final class SignIn extends AllDirectives {

    private static final Logger log = LoggerFactory.getLogger(SignIn.class);

    private static final int MAX_TOKEN_LENGTH = 8_192;
    private static final String CHALLENGE = "Bearer realm=\"jetway\"";

    private final GatewaySettings settings;
    private final Authenticator authenticator;
    private final Limits limits;
    private final Affinity affinity;
    private final CrossOrigin pages;
    private final ClientAddresses addresses;

    /** @param limits shared with the other doors */
    public SignIn(GatewaySettings settings, Authenticator authenticator, Limits limits, Affinity affinity) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.limits = limits;
        this.affinity = affinity;
        this.pages = new CrossOrigin(new OriginPolicy(settings.allowedOrigins(), settings.loopback()));
        this.addresses = new ClientAddresses(settings.limits().trustedProxies());
    }

    /** @param inner called for each request that passes; must not block */
    public Route signedIn(Function<Identity, Route> inner) {
        return extractRequest(request ->
                pages.guarded(request, () -> judged(request, identity -> at(identity, inner))));
    }

    /** As {@link #signedIn(Function)}, for those who have a role. */
    public Route signedIn(Role role, Function<Identity, Route> inner) {
        return signedIn(identity -> identity.roles().contains(role)
                ? inner.apply(identity)
                : complete(HttpError.refusal(
                                StatusCodes.FORBIDDEN,
                                "forbidden",
                                "This takes the role '%s', which your token does not have".formatted(role.word()))
                        .addHeader(
                                RawHeader.create("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\""))));
    }

    /** Answers what browsers ask before they send a request with a token, whatever its path. */
    Route preflight() {
        return pages.preflight();
    }

    private Route judged(HttpRequest request, Function<Identity, Route> known) {
        var address = addresses.of(request);
        long wait = limits.signIn(address);
        if (wait > 0) {
            return complete(HttpError.rateLimited("Too many requests from your address; slow down", wait));
        }
        var token = Headers.bearer(request);
        if (token.isEmpty()) {
            return complete(
                    HttpError.unauthorized(CHALLENGE, "Send a token, once, in the header Authorization: Bearer …"));
        }
        if (token.get().length() > MAX_TOKEN_LENGTH) {
            return denied("A token has at most %d characters".formatted(MAX_TOKEN_LENGTH));
        }
        return onComplete(
                verdict(token.get(), address),
                judgement -> judgement.isSuccess()
                        ? judgement
                                .get()
                                .fold(
                                        identified -> known.apply(identified.identity()),
                                        denied -> denied(denied.message()))
                        : notJudged(judgement.failed().get()));
    }

    private CompletableFuture<Verdict> verdict(String token, String address) {
        return CompletableFuture.completedStage(token)
                .thenCompose(limits.guarding(authenticator, address)::authenticate)
                .toCompletableFuture()
                .orTimeout(settings.helloTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Route denied(String message) {
        return complete(HttpError.unauthorized(CHALLENGE + ", error=\"invalid_token\"", message));
    }

    private Route notJudged(Throwable error) {
        var reason = NotJudgedException.of(error);
        if (reason.getCause() != null) {
            log.warn(
                    "Nobody could judge the token of a request: {}",
                    reason.getCause().toString());
        }
        return complete(
                reason.isRateLimited()
                        ? HttpError.rateLimited(reason.getMessage(), reason.retryAfterMs())
                        : HttpError.unavailable(reason.getMessage(), reason.retryAfterMs()));
    }

    private Route at(Identity identity, Function<Identity, Route> inner) {
        if (affinity.within(identity.placement()).isEmpty()) {
            return sentHome(identity);
        }
        long wait = limits.command(identity);
        return wait > 0 ? complete(HttpError.rateLimited("Too many requests; slow down", wait)) : inner.apply(identity);
    }

    private Route sentHome(Identity identity) {
        var home = settings.tenants().of(identity).flatMap(Tenant::home);
        return complete(affinity.home(identity.placement(), home)
                .map(region -> HttpError.wrongRegion(
                        affinity.serving(),
                        new Elsewhere(
                                region, Optional.ofNullable(affinity.addresses().get(region)))))
                .orElseGet(() -> HttpError.refusal(
                        StatusCodes.FORBIDDEN,
                        "forbidden",
                        "Nobody here knows where your conversations may be stored")));
    }
}
