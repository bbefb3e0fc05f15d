package dev.jetway.runtime.operations.desk;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.stream.BoundedSourceQueue;
import akka.stream.Materializer;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.conversation.Clerk;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.AtDesk;
import dev.jetway.runtime.conversation.ConversationEntity.DeskAsk;
import dev.jetway.runtime.conversation.ConversationEntity.DeskJoin;
import dev.jetway.runtime.conversation.ConversationEntity.DeskLeave;
import dev.jetway.runtime.conversation.ConversationEntity.DeskSay;
import dev.jetway.runtime.conversation.ConversationEntity.DeskStay;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.conversation.ConversationSettings;
import dev.jetway.runtime.desk.Desk;
import dev.jetway.runtime.desk.Desk.OpenCases;
import dev.jetway.runtime.desk.WaitingList;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.Cursor;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.http.HttpError;
import dev.jetway.runtime.gateway.http.SignIn;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.Role;
import dev.jetway.runtime.operations.CasePages;
import dev.jetway.runtime.operations.ServerSentEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people at the desk see and do, each with a token that has the role {@code desk}: {@code GET /v1/desk}, {@code
 * join}, {@code say}, {@code ask}, {@code leave} and {@code events} of one conversation, {@code case}, {@code settle} and
 * {@code lookup} of one case. A clerk of a tenant sees its travelers only.
 */
public final class DeskDoor extends AllDirectives {

    private static final Logger log = LoggerFactory.getLogger(DeskDoor.class);

    private static final long MAX_BODY = 128 * 1024;
    private static final int MAX_CASE_ID = 512;
    private static final int MAX_NAME = 64;
    private static final Duration READ = Duration.ofSeconds(5);
    private static final long RETRY_AFTER_MS = 1_000;

    /** Batches of events that may wait for a slow reader. */
    private static final int BUFFER = 64;

    private static final int STAYS_PER_VISIT = 3;

    /** Reads a wish and says whom it goes to. */
    private record Wish(ConversationId to, Function<ActorRef<Receipt>, AtDesk> command) {}

    @FunctionalInterface
    private interface Reader {
        Wish read(ConversationId to, Fields body, Identity clerk) throws BadFrameException;
    }

    private final ActorSystem<?> system;
    private final SignIn signIn;
    private final GatewaySettings settings;
    private final Conversations conversations;
    private final AskedConversations asked;
    private final Duration stay;
    private final Predicate<String> here;
    private final Desk desk;
    private final WaitingList waiting;
    private final Clock clock;

    /** @param here whether a conversation, by its id, may be in this region */
    public DeskDoor(
            ActorSystem<?> system,
            SignIn signIn,
            GatewaySettings settings,
            ConversationSettings visits,
            Conversations conversations,
            Predicate<String> here,
            Desk desk,
            WaitingList waiting,
            Clock clock) {
        this.system = system;
        this.signIn = signIn;
        this.settings = settings;
        this.conversations = conversations;
        this.asked = new AskedConversations(system, conversations, settings.commandTimeout());
        this.stay = visits.deskVisit().dividedBy(STAYS_PER_VISIT);
        this.here = here;
        this.desk = desk;
        this.waiting = waiting;
        this.clock = clock;
    }

    public Route route() {
        return pathPrefix(
                PathMatchers.segment("v1").slash("desk"),
                () -> concat(
                        pathEndOrSingleSlash(() -> get(() -> clerk(who -> completeWithFuture(all(who))))),
                        path("events", () -> get(() -> clerk(this::events))),
                        wish("join", this::join),
                        wish("say", (to, body, who) -> {
                            var visit = body.id("visit");
                            var message = DeskBodies.message(body);
                            return new Wish(to, replyTo -> new DeskSay(visit, nameless(who), message, replyTo));
                        }),
                        wish("ask", (to, body, who) -> {
                            var visit = body.id("visit");
                            var run = body.name("runId");
                            var message = DeskBodies.message(body);
                            return new Wish(to, replyTo -> new DeskAsk(visit, nameless(who), run, message, replyTo));
                        }),
                        wish("leave", (to, body, who) -> {
                            var visit = body.id("visit");
                            return new Wish(to, replyTo -> new DeskLeave(visit, nameless(who), replyTo));
                        }),
                        path(
                                "case",
                                () -> get(() -> clerk(who ->
                                        parameter("id", id -> completeWithFuture(ofCase(who, id, desk::show)))))),
                        path("settle", () -> post(() -> clerk(who -> body(text -> settle(who, text))))),
                        path("lookup", () -> post(() -> clerk(who -> body(text -> lookUp(who, text)))))));
    }

    private Route clerk(Function<Identity, Route> inner) {
        return signIn.signedIn(Role.DESK, inner);
    }

    // ---- conversations

    private Wish join(ConversationId to, Fields body, Identity who) throws BadFrameException {
        var visit = body.id("visit");
        var clerk = new Clerk(who.subject(), DeskBodies.name(body, givenName(who.subject())));
        return new Wish(to, replyTo -> new DeskJoin(visit, clerk, who.tenant().orElse(null), replyTo));
    }

    /** Where nobody gave one: of {@code dev:olga@acme} it is {@code olga}. */
    private static String givenName(String subject) {
        return subject.startsWith("dev:") ? subject.substring("dev:".length()).split("@", 2)[0] : "Our desk";
    }

    /** The visit has the name. */
    private static Clerk nameless(Identity who) {
        return new Clerk(who.subject(), "");
    }

    private Route wish(String word, Reader reader) {
        return path(
                word,
                () -> post(() -> clerk(who -> body(text -> {
                    var body = DeskBodies.read(text);
                    var to = DeskBodies.conversation(body.required("conversation"));
                    return here.test(to.entityId())
                            ? sent(word, who, reader.read(to, body, who))
                            : CompletableFuture.completedStage(elsewhere());
                }))));
    }

    private static HttpResponse elsewhere() {
        return HttpError.refusal(
                StatusCodes.MISDIRECTED_REQUEST, "wrong_region", "This conversation has to stay in other regions");
    }

    private CompletionStage<HttpResponse> sent(String word, Identity who, Wish wish) {
        return asked.ask(wish.to(), wish.command()).thenApply(receipt -> {
            if (receipt instanceof Accepted accepted) {
                if (!accepted.duplicate()) {
                    log.info(
                            "{} at the desk: {} {}",
                            who.subject(),
                            word,
                            wish.to().entityId());
                }
                return CaseAnswers.ok("{\"duplicate\":%b}".formatted(accepted.duplicate()));
            }
            return refused((Refused) receipt);
        });
    }

    private static HttpResponse refused(Refused refused) {
        StatusCode status = switch (refused.code()) {
            case "not_found" -> StatusCodes.NOT_FOUND;
            case "forbidden" -> StatusCodes.FORBIDDEN;
            default -> StatusCodes.CONFLICT;
        };
        return refused.retryable()
                ? HttpError.retry(status, refused.code(), refused.message(), RETRY_AFTER_MS)
                : HttpError.refusal(status, refused.code(), refused.message());
    }

    private Route events(Identity who) {
        return parameter(
                "conversation",
                conversation -> parameter(
                        "visit",
                        visit -> extractRequest(request -> extractMaterializer(materializer ->
                                completeWithFuture(events(who, conversation, visit, request, materializer))))));
    }

    private CompletionStage<HttpResponse> events(
            Identity who, String conversation, String visit, HttpRequest request, Materializer materializer) {
        return answered(() -> {
            var id = DeskBodies.conversation(conversation);
            if (!here.test(conversation)) {
                return CompletableFuture.completedStage(elsewhere());
            }
            var view = new DeskStreamActor.View(
                    id,
                    cursor(request),
                    () -> asked.ask(id, replyTo -> new DeskStay(visit, nameless(who), replyTo)),
                    stay,
                    who.expiresAt());
            return view.stay().get().thenApply(receipt -> {
                if (receipt instanceof Refused refused) {
                    return refused(refused);
                }
                log.info("{} at the desk: sees {}", who.subject(), conversation);
                return stream(view, materializer);
            });
        });
    }

    private HttpResponse stream(DeskStreamActor.View view, Materializer materializer) {
        var queue = Source.<ByteString>queue(BUFFER).preMaterialize(materializer);
        BoundedSourceQueue<ByteString> reader = queue.first();
        var actor = system.systemActorOf(
                DeskStreamActor.create(view, conversations, settings, reader),
                "desk-stream-" + UUID.randomUUID(),
                Props.empty());
        var events = queue.second().watchTermination((none, done) -> {
            done.whenComplete((end, error) -> actor.tell(DeskStreamActor.Gone.INSTANCE));
            return none;
        });
        return ServerSentEvents.response(events, settings.keepAlive());
    }

    /** What a reader saw last, as {@code epoch:seq}; anything else is no cursor, and everything is told. */
    private static Optional<Cursor> cursor(HttpRequest request) {
        return request.getHeader("Last-Event-ID").map(header -> header.value()).flatMap(value -> {
            int colon = value.lastIndexOf(':');
            var seq = value.substring(colon + 1);
            return colon > 0 && colon <= 64 && seq.matches("[0-9]{1,15}")
                    ? Optional.of(new Cursor(value.substring(0, colon), Long.parseLong(seq)))
                    : Optional.empty();
        });
    }

    // ---- cases

    private CompletionStage<HttpResponse> all(Identity who) {
        return answered(() -> waiting.waiting().thenCombine(desk.open(), (conversations, cases) -> {
            var theirs = conversations.stream()
                    .filter(it -> who.tenant().isEmpty()
                            || who.tenant()
                                    .equals(Optional.ofNullable(it.attention().tenant())))
                    .toList();
            var open = cases.cases().stream().filter(it -> mayBeSeenBy(who, it)).toList();
            return CaseAnswers.ok(
                    DeskPages.all(theirs, new OpenCases(open, cases.listed(), cases.most()), who, clock.instant()));
        }));
    }

    private static boolean mayBeSeenBy(Identity who, Case it) {
        return who.tenant().isEmpty()
                || Objects.equals(who.tenant().get(), it.call().traveler().tenant());
    }

    private CompletionStage<HttpResponse> settle(Identity who, String text) throws BadFrameException {
        var body = DeskBodies.read(text);
        var done = body.bool("done").orElseThrow(() -> body.missing("done"));
        var verdict = new Verdict(
                done, body.text("reference").orElse(null), body.text("note").orElse(null), named(who));
        return ofCase(who, body.required("id"), id -> desk.settle(id, verdict));
    }

    private static String named(Identity who) {
        return who.subject().length() > MAX_NAME ? who.subject().substring(0, MAX_NAME) : who.subject();
    }

    private CompletionStage<HttpResponse> lookUp(Identity who, String text) throws BadFrameException {
        return ofCase(who, DeskBodies.read(text).required("id"), desk::lookUp);
    }

    /** Looked at first, so that nobody does anything about another tenant's. */
    private CompletionStage<HttpResponse> ofCase(
            Identity who, String id, Function<String, CompletionStage<CaseAnswer>> what) {
        return answered(() -> {
            if (id.isBlank() || id.length() > MAX_CASE_ID) {
                throw Fields.bad("id names a case, in at most %d characters".formatted(MAX_CASE_ID));
            }
            return desk.show(id)
                    .thenCompose(known -> known.found() != null && mayBeSeenBy(who, known.found())
                            ? what.apply(id)
                            : CompletableFuture.completedStage(
                                    CaseAnswer.absent("There is no such case that you may see")))
                    .thenApply(answer -> CaseAnswers.response(answer, CasePages.answer(answer, clock.instant())));
        });
    }

    // ---- requests

    @FunctionalInterface
    private interface Question {
        CompletionStage<HttpResponse> ask() throws BadFrameException;
    }

    @FunctionalInterface
    private interface OfBody {
        CompletionStage<HttpResponse> answer(String text) throws BadFrameException;
    }

    private Route body(OfBody then) {
        return extractMaterializer(materializer -> extractRequest(request -> completeWithFuture(request.entity()
                .withSizeLimit(MAX_BODY)
                .toStrict(READ.toMillis(), materializer)
                .thenCompose(
                        entity -> answered(() -> then.answer(entity.getData().utf8String()))))));
    }

    private static CompletionStage<HttpResponse> answered(Question question) {
        CompletionStage<HttpResponse> answer;
        try {
            answer = question.ask();
        } catch (BadFrameException e) {
            return CompletableFuture.completedStage(
                    HttpError.refusal(StatusCodes.BAD_REQUEST, e.code(), e.getMessage()));
        } catch (IllegalArgumentException e) { // a verdict that says too little
            return CompletableFuture.completedStage(
                    HttpError.refusal(StatusCodes.BAD_REQUEST, "bad_request", e.getMessage()));
        }
        return answer.exceptionally(DeskDoor::failed);
    }

    private static HttpResponse failed(Throwable error) {
        var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        log.warn("The desk does not answer: {}", cause.toString());
        return cause instanceof TimeoutException
                ? HttpError.unavailable("There was no answer in time. Ask again; a repeat is safe", RETRY_AFTER_MS)
                : HttpError.refusal(
                        StatusCodes.INTERNAL_SERVER_ERROR,
                        "internal",
                        "Something went wrong; the node's log says what");
    }
}
