package dev.jetway.runtime.gateway.sse;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.http.HttpError;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Reads the JSON of a request, up to a size and within a time, and answers itself when there is none. */
public final class JsonBody extends AllDirectives {

    private static final long RETRY_AFTER_MS = 1_000;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /** What is done with it. */
    @FunctionalInterface
    public interface Handler {
        /** @throws BadFrameException for what can't be understood; answered with 400 */
        CompletionStage<HttpResponse> answer(JsonNode body) throws BadFrameException;
    }

    private final StreamSettings settings;
    private final Materializer materializer;

    public JsonBody(StreamSettings settings, Materializer materializer) {
        this.settings = settings;
        this.materializer = materializer;
    }

    /** @param handler called for JSON; must not block */
    public Route json(Handler handler) {
        return extractRequest(request -> isJson(request)
                ? read(request, handler)
                : complete(HttpError.refusal(
                        StatusCodes.UNSUPPORTED_MEDIA_TYPE,
                        "bad_request",
                        "Send JSON, with Content-Type: application/json")));
    }

    /** As {@link #json}, where the body may as well be missing. */
    public Route optionalJson(Handler handler) {
        return extractRequest(request -> {
            if (!request.entity().isKnownEmpty()) {
                return json(handler);
            }
            return answered(handler, MissingNode.getInstance());
        });
    }

    private static boolean isJson(HttpRequest request) {
        var type = request.entity().getContentType().mediaType();
        return type.mainType().equals(MediaTypes.APPLICATION_JSON.mainType())
                && type.subType().equals(MediaTypes.APPLICATION_JSON.subType());
    }

    private Route read(HttpRequest request, Handler handler) {
        var whole = request.entity()
                .withSizeLimit(settings.maxBodyBytes())
                .toStrict(settings.bodyTimeout().toMillis(), materializer);
        return onComplete(
                whole,
                read -> read.isSuccess()
                        ? parsed(read.get(), handler)
                        : complete(unread(read.failed().get())));
    }

    private Route parsed(HttpEntity.Strict body, Handler handler) {
        try {
            return answered(handler, JSON.readTree(body.getData().toArrayUnsafe()));
        } catch (JsonProcessingException e) {
            return complete(HttpError.refusal(
                    StatusCodes.BAD_REQUEST, "bad_request", "The body is not JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            return complete(HttpError.refusal(StatusCodes.BAD_REQUEST, "bad_request", "The body could not be read"));
        }
    }

    private Route answered(Handler handler, JsonNode body) {
        try {
            return onComplete(
                    handler.answer(body),
                    done -> complete(
                            done.isSuccess()
                                    ? done.get()
                                    : HttpError.unavailable("There was no answer in time", RETRY_AFTER_MS)));
        } catch (BadFrameException e) {
            return complete(HttpError.refusal(StatusCodes.BAD_REQUEST, e.code(), e.getMessage()));
        }
    }

    private HttpResponse unread(Throwable error) {
        if (error instanceof TimeoutException) {
            return HttpError.refusal(
                    StatusCodes.REQUEST_TIMEOUT,
                    "bad_request",
                    "The body did not arrive within %d ms"
                            .formatted(settings.bodyTimeout().toMillis()));
        }
        return HttpError.refusal(
                StatusCodes.CONTENT_TOO_LARGE,
                "too_large",
                "A body has at most %d bytes; leave out older messages".formatted(settings.maxBodyBytes()));
    }
}
