package dev.jetway.runtime.operations;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.desk.Desk;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Approved actions whose outcome nobody could find out, for whoever is on this machine: {@code GET /v1/desk}, {@code GET
 * /v1/desk/case?id=}, {@code POST /v1/desk/settle} and {@code POST /v1/desk/lookup}.
 */
public final class DeskRoutes extends AllDirectives {

    private static final Logger log = LoggerFactory.getLogger(DeskRoutes.class);

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private static final long MAX_REQUEST = 16 * 1024;
    private static final int MAX_ID = 512;
    private static final Duration READ = Duration.ofSeconds(5);

    /** What a person found out; {@code reference} is null for what was not done. */
    private record Settling(String id, Boolean done, String reference, String note, String by) {}

    private record LookingUp(String id) {}

    private final Desk desk;
    private final Clock clock;

    public DeskRoutes(Desk desk) {
        this(desk, Clock.systemUTC());
    }

    DeskRoutes(Desk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    public Route route() {
        return pathPrefix(
                PathMatchers.segment("v1").slash("desk"),
                () -> extractRequest(request -> OperationsRoutes.fromHere(request)
                        ? withoutRequestTimeout(this::answers)
                        : complete(OperationsRoutes.json(
                                StatusCodes.FORBIDDEN,
                                Pages.error("The desk is asked from the machine the node runs on only")))));
    }

    private Route answers() {
        return concat(
                pathEndOrSingleSlash(() -> get(() -> completeWithFuture(answered(() -> desk.open()
                        .thenApply(open ->
                                OperationsRoutes.json(StatusCodes.OK, CasePages.open(open, clock.instant()))))))),
                path(
                        "case",
                        () -> get(() -> parameter(
                                "id",
                                id -> completeWithFuture(
                                        answered(() -> desk.show(named(id)).thenApply(this::page)))))),
                path("settle", () -> post(() -> body(Settling.class, this::settle))),
                path("lookup", () -> post(() -> body(LookingUp.class, asked -> desk.lookUp(named(asked.id()))))));
    }

    private CompletionStage<CaseAnswer> settle(Settling asked) {
        if (asked.done() == null) {
            throw new IllegalArgumentException("\"done\" says whether it happened: true or false");
        }
        return desk.settle(named(asked.id()), new Verdict(asked.done(), asked.reference(), asked.note(), asked.by()));
    }

    private static String named(String id) {
        if (id == null || id.isBlank() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("\"id\" names the case, in at most %d characters".formatted(MAX_ID));
        }
        return id;
    }

    private <T> Route body(Class<T> type, Function<T, CompletionStage<CaseAnswer>> then) {
        return extractMaterializer(materializer ->
                extractRequest(request -> completeWithFuture(read(request, materializer)
                        .thenCompose(text ->
                                answered(() -> then.apply(parsed(text, type)).thenApply(this::page))))));
    }

    private static CompletionStage<String> read(HttpRequest request, Materializer materializer) {
        return request.entity()
                .withSizeLimit(MAX_REQUEST)
                .toStrict(READ.toMillis(), materializer)
                .thenApply(entity -> entity.getData().utf8String());
    }

    private static <T> T parsed(String text, Class<T> type) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node == null || !node.isObject()) {
                throw new IllegalArgumentException("A JSON object is expected");
            }
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("It can't be read: " + e.getOriginalMessage(), e);
        }
    }

    private static CompletionStage<HttpResponse> answered(Supplier<CompletionStage<HttpResponse>> question) {
        CompletionStage<HttpResponse> answer;
        try {
            answer = question.get();
        } catch (IllegalArgumentException e) {
            answer = CompletableFuture.failedStage(e);
        }
        return answer.exceptionally(DeskRoutes::failed);
    }

    private static HttpResponse failed(Throwable error) {
        var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof IllegalArgumentException) {
            return OperationsRoutes.json(StatusCodes.BAD_REQUEST, Pages.error(cause.getMessage()));
        }
        log.warn("The desk does not answer: {}", cause.toString());
        return cause instanceof TimeoutException
                ? OperationsRoutes.json(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        Pages.error("The list of cases does not answer at this moment. Ask again; a repeat is safe"))
                : OperationsRoutes.json(
                        StatusCodes.INTERNAL_SERVER_ERROR,
                        Pages.error("Something went wrong; the node's log says what"));
    }

    private HttpResponse page(CaseAnswer answer) {
        var body = CasePages.answer(answer, clock.instant());
        return OperationsRoutes.json(
                switch (answer.kind()) {
                    case AGREED -> StatusCodes.OK;
                    case ABSENT -> StatusCodes.NOT_FOUND;
                    case CONTRADICTED, NOT_NOW -> StatusCodes.CONFLICT;
                },
                body);
    }
}
