package dev.jetway.runtime.described;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Routes whose answers are held against {@code openapi.json}. One that is not as described becomes a 500 that says why,
 * and a stream of events that AG-UI does not know breaks off.
 */
public final class CheckedRoutes extends AllDirectives {

    private static final Set<Integer> OF_THE_SERVER = Set.of(404, 405);

    private CheckedRoutes() {}

    /** The same routes, all rejections answered. */
    public static Route of(Route routes) {
        return new CheckedRoutes().checked(routes);
    }

    private Route checked(Route routes) {
        return extractRequest(request -> mapResponse(
                response -> judged(request, response),
                () -> handleRejections(RejectionHandler.defaultHandler(), () -> routes)));
    }

    private static HttpResponse judged(HttpRequest request, HttpResponse response) {
        var path = request.getUri().path();
        var operation = OpenApi.GATEWAY.operation(request.method().value(), path);
        int status = response.status().intValue();
        if (operation.isEmpty()) {
            return path.startsWith("/v1/")
                            && !request.method().value().equals("OPTIONS")
                            && !OF_THE_SERVER.contains(status)
                    ? blamed(List.of(
                            "%s %s is not described".formatted(request.method().value(), path)))
                    : response;
        }
        var complaints = complaints(operation.get(), response);
        if (!complaints.isEmpty()) {
            return blamed(complaints);
        }
        return contentType(response).filter("text/event-stream"::equals).isPresent()
                ? response.transformEntityDataBytes(Flow.of(ByteString.class).map(new EventStream()::checked))
                : response;
    }

    private static List<String> complaints(OpenApi.Operation operation, HttpResponse response) {
        var headers = new TreeSet<String>();
        response.getHeaders().forEach(header -> headers.add(header.name().toLowerCase(Locale.ROOT)));
        var body = response.entity() instanceof HttpEntity.Strict strict
                ? Optional.of(strict.getData().utf8String())
                : Optional.<String>empty();
        return OpenApi.complaints(operation, response.status().intValue(), headers, contentType(response), body);
    }

    private static Optional<String> contentType(HttpResponse response) {
        return response.entity().isKnownEmpty()
                ? Optional.empty()
                : Optional.of(response.entity().getContentType().mediaType().toString());
    }

    private static HttpResponse blamed(List<String> complaints) {
        return HttpResponse.create()
                .withStatus(StatusCodes.INTERNAL_SERVER_ERROR)
                .withEntity("Not as described in openapi.json: " + complaints);
    }

    /** Of one answer. */
    private static final class EventStream {
        private final StringBuilder unread = new StringBuilder();
        private boolean named;

        private ByteString checked(ByteString bytes) {
            unread.append(bytes.utf8String());
            for (int end = unread.indexOf("\n"); end >= 0; end = unread.indexOf("\n")) {
                var line = unread.substring(0, end);
                unread.delete(0, end + 1);
                named = !line.isEmpty() && (named || line.startsWith("event:")); // ours, and not AG-UI's
                if (line.startsWith("data:") && !named) {
                    AgUiSchema.check(line.substring("data:".length()).trim());
                }
            }
            return bytes;
        }
    }
}
