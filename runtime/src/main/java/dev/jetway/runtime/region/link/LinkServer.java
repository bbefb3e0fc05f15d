package dev.jetway.runtime.region.link;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatcher0;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.Confirmations;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.follow.Followers;
import dev.jetway.runtime.region.primary.Primary;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this region answers the others. Whoever has no certificate that we believe is not even heard. */
final class LinkServer extends AllDirectives {

    static final String HEALTH = "/link/v1/health";
    static final String COMMITMENTS = "/link/v1/commitments";
    static final String CONFIRMATIONS = "/link/v1/confirmations";
    static final String NEWS = "/link/v1/news";

    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);
    /** The others may be of a later version. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final long MAX_REQUEST = 256 * 1024;
    private static final Duration READ = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final LinkSettings settings;
    private final Placements placements;
    private final Commitments commitments;
    private final Primary primary;
    private final Confirmations confirmations;
    private final Followers followers;

    /**
     * @param commitments carries out here what other regions' travelers approved
     * @param confirmations of what other regions have stored, that it is stored here
     * @param followers are woken when other regions tell of news
     */
    LinkServer(
            ActorSystem<?> system,
            LinkSettings settings,
            Placements placements,
            Primary primary,
            Commitments commitments,
            Confirmations confirmations,
            Followers followers) {
        this.system = system;
        this.settings = settings;
        this.placements = placements;
        this.primary = primary;
        this.commitments = commitments;
        this.confirmations = confirmations;
        this.followers = followers;
    }

    CompletionStage<ServerBinding> bind() {
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(settingsWithSession())
                .enableHttps(tls())
                .bind(route());
    }

    private ServerSettings settingsWithSession() {
        var defaults = ServerSettings.create(system.classicSystem());
        return defaults.withParserSettings(defaults.getParserSettings().withIncludeSslSessionAttribute(true));
    }

    private HttpsConnectionContext tls() {
        var context = settings.tls().context();
        return ConnectionContext.httpsServer(() -> {
            var engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            engine.setNeedClientAuth(true);
            return engine;
        });
    }

    private Route route() {
        return extractRequest(request -> region(request)
                .map(this::answers)
                .orElseGet(() -> complete(answer(
                        StatusCodes.FORBIDDEN, error("Your certificate is believed, and names no region of ours")))));
    }

    /** An authority may sign more than regions: the certificate's common name says which one it is. */
    private Optional<String> region(HttpRequest request) {
        return request.getAttribute(AttributeKeys.sslSession)
                .map(info -> commonName(info.getSession()))
                .filter(settings.neighbors()::containsKey);
    }

    private static String commonName(SSLSession session) {
        try {
            return new LdapName(session.getPeerPrincipal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .findFirst()
                            .orElse("");
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return "";
        }
    }

    /** @param region who asks */
    private Route answers(String region) {
        return concat(
                path(segments("health"), () -> get(() -> completeWithFuture(health()))),
                path(segments("news"), () -> post(() -> answered(text -> news(region, text)))),
                new PrimaryRoutes(system, settings, primary).route(),
                path(segments("commitments"), () -> post(() -> answered(this::commit))),
                path(segments("confirmations"), () -> post(() -> answered(this::confirm))));
    }

    private Route answered(Function<String, CompletionStage<HttpResponse>> answer) {
        return extractRequest(request -> completeWithFuture(request.entity()
                .withSizeLimit(MAX_REQUEST)
                .toStrict(READ.toMillis(), system)
                .thenCompose(entity -> answer.apply(entity.getData().utf8String()))));
    }

    static PathMatcher0 segments(String last) {
        return PathMatchers.segment("link").slash("v1").slash(last);
    }

    /** Of the primary only what the register says now: old news could make another region act. */
    private CompletionStage<HttpResponse> health() {
        return primary.read(settings.timeout().dividedBy(2))
                .handle((known, error) ->
                        answer(StatusCodes.OK, HealthPage.of(settings.own(), Optional.ofNullable(known))));
    }

    /** Wakes who follows what there is news of; nobody is loaded for it. */
    private CompletionStage<HttpResponse> news(String region, String request) {
        News news;
        try {
            news = News.parse(request, region);
        } catch (IllegalArgumentException e) {
            return done(StatusCodes.BAD_REQUEST, e.getMessage());
        }
        news.events().forEach(event -> followers.news(region, event.id(), event.seq()));
        if (news.more()) {
            followers.fellBehind(region);
        }
        return CompletableFuture.completedFuture(answer(StatusCodes.OK, JSON.createObjectNode()));
    }

    private CompletionStage<HttpResponse> commit(String request) {
        Approved approved;
        try {
            approved = JSON.readValue(request, Approved.class);
            var carrier = placements.carrier(approved.id(), primary.latest().region());
            if (!carrier.equals(settings.own())) {
                return done(
                        StatusCodes.CONFLICT,
                        "Region %s does not carry this out, %s does".formatted(settings.own(), carrier));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return done(StatusCodes.BAD_REQUEST, "No approved action: " + e.getMessage());
        }
        return commitments.execute(approved).handle((outcome, error) -> {
            if (error != null) {
                LOG.warn("Approved action {} is not settled yet: {}", approved.id(), error.toString());
                return answer(StatusCodes.SERVICE_UNAVAILABLE, error("It is not settled yet; ask again"));
            }
            return answer(StatusCodes.OK, JSON.valueToTree(new Settled(outcome)));
        });
    }

    private CompletionStage<HttpResponse> confirm(String request) {
        Confirmation asked;
        try {
            asked = JSON.readValue(request, Confirmation.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return done(StatusCodes.BAD_REQUEST, "Nothing to confirm: " + e.getMessage());
        }
        if (!placements.mayBeIn(settings.own(), asked.conversation())) {
            return done(StatusCodes.CONFLICT, "Nothing of this conversation may be in " + settings.own());
        }
        return confirmations
                .confirm(asked)
                .handle((confirmed, error) -> error == null
                        ? answer(StatusCodes.OK, JSON.createObjectNode().put("stored", true))
                        : answer(
                                StatusCodes.SERVICE_UNAVAILABLE,
                                error("It has not been heard of here yet; ask again")));
    }

    /** Keeps the outcome's type in its JSON. */
    record Settled(CommitOutcome outcome) {}

    static CompletionStage<HttpResponse> done(StatusCode status, String message) {
        return CompletableFuture.completedFuture(answer(status, error(message)));
    }

    static JsonNode error(String message) {
        return JSON.createObjectNode().put("error", message);
    }

    static HttpResponse answer(StatusCode status, JsonNode body) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body.toString()));
    }
}
