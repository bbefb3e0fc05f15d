package dev.jetway.runtime.model.exchange;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ClientTransport;
import akka.http.javadsl.Http;
import akka.http.javadsl.OutgoingConnection;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.scaladsl.settings.ParserSettings.ErrorLoggingVerbosity$;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/**
 * Where a model is. Every request has a connection of its own, so that giving one up closes it at once, wherever it is,
 * and leaves nothing half read behind for the next.
 */
final class Address {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final ActorSystem<?> system;
    private final URI url;
    private final List<HttpHeader> headers;
    private final ClientConnectionSettings settings;

    /** @param url with the whole path */
    Address(ActorSystem<?> system, URI url, List<HttpHeader> headers, java.time.Duration connect) {
        this.system = system;
        this.url = url;
        this.headers = headers;
        var defaults = ClientConnectionSettings.create(system.classicSystem());
        this.settings = defaults.withConnectingTimeout(FiniteDuration.create(connect.toMillis(), TimeUnit.MILLISECONDS))
                // How long it may be silent is Pace's business.
                .withIdleTimeout(Duration.Inf())
                // What a stranger answers goes into no log: it may be what it was sent.
                .withParserSettings(defaults.getParserSettings()
                        .withIllegalHeaderWarnings(false)
                        .withErrorLoggingVerbosity(ErrorLoggingVerbosity$.MODULE$.apply("off")));
    }

    HttpRequest request(ObjectNode body) {
        return HttpRequest.POST(url.getRawPath())
                .addHeaders(headers)
                .addHeader(RawHeader.create("Accept", "text/event-stream, application/json"))
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Payload.bytes(body)));
    }

    /**
     * @param closing ends the connection itself. Ending the requests or the responses is not enough: akka-http then keeps
     *     it for the answer it has read already
     */
    Flow<HttpRequest, HttpResponse, NotUsed> connection(SharedKillSwitch closing) {
        boolean secure = url.getScheme().equals("https");
        int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS : HTTP;
        var host = Http.get(system)
                .connectionTo(url.getHost())
                .toPort(port)
                .withClientConnectionSettings(settings.withTransport(new ClosableTransport(closing)));
        return (secure ? host.https() : host.http()).mapMaterializedValue(connected -> NotUsed.getInstance());
    }

    private static final class ClosableTransport extends ClientTransport {

        private final SharedKillSwitch closing;

        private ClosableTransport(SharedKillSwitch closing) {
            this.closing = closing;
        }

        @Override
        public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> connectTo(
                String host, int port, ClientConnectionSettings settings, akka.actor.ActorSystem system) {
            return Flow.of(ByteString.class)
                    .via(closing.flow())
                    .viaMat(ClientTransport.TCP().connectTo(host, port, settings, system), Keep.right())
                    .via(closing.flow());
        }
    }

    /** For an error: where it is, without the path. */
    String authority() {
        return url.getRawAuthority();
    }
}
