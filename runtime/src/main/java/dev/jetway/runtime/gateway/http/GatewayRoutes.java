package dev.jetway.runtime.gateway.http;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatcher0;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.Materializer;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.GatewaySettings.Authentication;
import dev.jetway.runtime.gateway.Limits;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.oidc.OidcSettings;
import dev.jetway.runtime.gateway.socket.ConnectionActor;
import dev.jetway.runtime.gateway.socket.ConnectionsActor;
import dev.jetway.runtime.gateway.socket.ConnectionsActor.Admission;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Reconnect;
import dev.jetway.runtime.gateway.socket.Socket;
import dev.jetway.runtime.region.Affinity;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import scala.concurrent.duration.Duration;

/** What front ends reach over HTTP: the WebSocket {@code jetway.v1}, the chat page, and what is at work here. */
public final class GatewayRoutes extends AllDirectives {

    /** The WebSocket subprotocol. */
    public static final String PROTOCOL = "jetway.v1";

    private final ActorSystem<?> system;
    private final GatewaySettings settings;
    private final Supplier<GatewayInfo> info;
    private final OriginPolicy origins;
    private final ChatPage page = new ChatPage();
    private final DescriptionRoutes descriptions = new DescriptionRoutes();
    private final ActorRef<ConnectionsActor.Command> connections;
    private final Limits limits;
    private final ClientAddresses addresses;
    private final SignIn signIn;

    /**
     * @param info asked for every request of {@code /v1/info}; must not block
     * @param metrics told what happens
     * @param affinity which regions there are
     * @param acknowledgements asked where a message is to be stored everywhere
     */
    public GatewayRoutes(
            ActorSystem<?> system,
            GatewaySettings settings,
            Conversations conversations,
            Supplier<GatewayInfo> info,
            GatewayMetrics metrics,
            Affinity affinity,
            Acknowledgements acknowledgements) {
        this(system, settings, conversations, settings.authenticator(), info, metrics, affinity, acknowledgements);
    }

    /** With an authenticator of one's own in place of the configured one. */
    public GatewayRoutes(
            ActorSystem<?> system,
            GatewaySettings settings,
            Conversations conversations,
            Authenticator authenticator,
            Supplier<GatewayInfo> info,
            GatewayMetrics metrics,
            Affinity affinity,
            Acknowledgements acknowledgements) {
        this.system = system;
        this.settings = settings;
        this.info = info;
        this.origins = new OriginPolicy(settings.allowedOrigins(), settings.loopback());
        this.limits = new Limits(settings);
        this.addresses = new ClientAddresses(settings.limits().trustedProxies());
        this.signIn = new SignIn(settings, authenticator, limits, affinity);
        var shared = new ConnectionActor.Shared(
                settings, conversations, authenticator, limits, metrics, affinity, acknowledgements);
        this.connections =
                system.systemActorOf(ConnectionsActor.create(shared), "gateway-" + UUID.randomUUID(), Props.empty());
    }

    /** Starts to listen where the settings say. The stage fails when the address can't be bound. */
    public CompletionStage<ServerBinding> bind() {
        return bind(route());
    }

    /** As {@link #bind()}, with other routes at the same address, which are tried first. */
    public CompletionStage<ServerBinding> bindBeside(Route others) {
        return bind(concat(others, route()));
    }

    private CompletionStage<ServerBinding> bind(Route all) {
        if (settings.authentication() == Authentication.DEV) {
            system.log()
                    .warn(
                            "Development sign-in: whoever reaches {} is believed to be whoever they say, and has the roles "
                                    + "they ask for (jetway.gateway.authentication = dev)",
                            settings.host());
        }
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(serverSettings())
                .bind(all);
    }

    /**
     * akka-http's settings with keep-alive pings and remote addresses on, and without warnings about illegal headers,
     * which would quote tokens; for whoever binds {@link #route} themselves.
     */
    public ServerSettings serverSettings() {
        var defaults = ServerSettings.create(system.classicSystem());
        var keepAlive = Duration.fromNanos(settings.keepAlive().toNanos());
        return defaults.withRemoteAddressAttribute(true)
                .withWebsocketSettings(defaults.getWebsocketSettings().withPeriodicKeepAliveMaxIdle(keepAlive))
                .withParserSettings(defaults.getParserSettings().withIllegalHeaderWarnings(false));
    }

    /**
     * Sends every client away with {@code bye draining}, spread over {@code drain-spread}, and admits no
     * more. Repeating it is safe. The stage completes when all have gone, and never later than
     * {@code drain-spread} plus {@code close-grace} and a second.
     */
    public CompletionStage<Done> drain() {
        var limit = settings.drainSpread().plus(settings.closeGrace()).plusSeconds(1);
        return AskPattern.<ConnectionsActor.Command, Done>ask(
                        connections, ConnectionsActor.Drain::new, limit, system.scheduler())
                .exceptionally(late -> Done.getInstance());
    }

    /** For routes of people who have signed in; it counts with the same rates as the WebSocket. */
    public SignIn signIn() {
        return signIn;
    }

    public Route route() {
        return concat(
                pathPrefix("v1", signIn::preflight),
                path(segmentPath("v1", "ws"), () -> get(() -> extractRequest(this::upgrade))),
                path(segmentPath("v1", "info"), () -> get(() -> complete(infoResponse()))),
                descriptions.route(),
                page.route());
    }

    private static PathMatcher0 segmentPath(String first, String second) {
        return PathMatchers.segment(first).slash(second);
    }

    private HttpResponse infoResponse() {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON,
                        info.get()
                                .json(
                                        settings.authenticationWord(),
                                        settings.oidc().map(OidcSettings::issuer))));
    }

    private Route upgrade(HttpRequest request) {
        var upgrade = StreamSupport.stream(request.getHeaders().spliterator(), false)
                .filter(WebSocketUpgrade.class::isInstance)
                .map(WebSocketUpgrade.class::cast)
                .findFirst();
        if (upgrade.isEmpty()) {
            return complete(StatusCodes.UPGRADE_REQUIRED, "This is a WebSocket of the subprotocol " + PROTOCOL);
        }
        var offered = StreamSupport.stream(upgrade.get().getRequestedProtocols().spliterator(), false)
                .toList();
        if (!offered.contains(PROTOCOL)) {
            return refuseProtocol(upgrade.get(), offered);
        }
        if (!origins.allows(Headers.first(request, "origin"))) {
            return complete(refuse(upgrade.get(), new Bye("forbidden", OriginPolicy.REFUSAL, Reconnect.NEVER)));
        }
        var address = addresses.of(request);
        long wait = limits.signIn(address);
        if (wait > 0) {
            return complete(refuse(upgrade.get(), Bye.rateLimited("Too many connections from your address", wait)));
        }
        var token = Headers.bearer(request);
        return onSuccess(
                AskPattern.<ConnectionsActor.Command, Admission>ask(
                        connections,
                        replyTo -> new ConnectionsActor.Admit(token, address, replyTo),
                        settings.commandTimeout(),
                        system.scheduler()),
                admission -> complete(admission.<HttpResponse>fold(
                        admitted -> upgrade.get()
                                .handleMessagesWith(
                                        Socket.of(admitted.connection(), settings, Materializer.matFromSystem(system)),
                                        PROTOCOL),
                        refused -> refuse(upgrade.get(), refused.bye()))));
    }

    /** A client that asked for other subprotocols only would not accept a connection without one of them. */
    private Route refuseProtocol(WebSocketUpgrade upgrade, List<String> offered) {
        if (!offered.isEmpty()) {
            return complete(StatusCodes.BAD_REQUEST, "The only subprotocol here is " + PROTOCOL);
        }
        return complete(upgrade.handleMessagesWith(
                Socket.refusing(Bye.protocol("Ask for the WebSocket subprotocol " + PROTOCOL))));
    }

    private static HttpResponse refuse(WebSocketUpgrade upgrade, Bye bye) {
        return upgrade.handleMessagesWith(Socket.refusing(bye), PROTOCOL);
    }
}
