package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.reply.Written;
import dev.jetway.runtime.conversation.ConversationEntity.Cancel;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.GetRun;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.RunFound;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.gateway.agui.AgUiProjection;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A reply that is told while a model writes it, and the model's plan before it. */
class WritingInConversationTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestProbe<Receipt> receipts = actors.createTestProbe();
    private final TestProbe<Update> listener = actors.createTestProbe();
    private final Model model = new Model();
    private final String id = UUID.randomUUID().toString();
    private final List<JsonNode> heard = new ArrayList<>();

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void aReplyIsToldWhileItIsWrittenAndStoredAsItWasTold() throws InterruptedException {
        var conversation = start();
        var writing = begin(conversation);

        writing.text().accept("Two flights. ");
        writing.text().accept("The first leaves early.");
        hear("TEXT_MESSAGE_CONTENT", 3); // the traveler's own words first
        assertThat(told()).isEqualTo("Two flights. The first leaves early.");
        assertThat(stored()).doesNotContain("ReplyComposed");

        writing.reply()
                .complete(new Written("Two flights. The first leaves early.\n\nTell me.", new TokenUse(20, 0, 5)));
        hear("RUN_FINISHED", 1);
        assertThat(told()).isEqualTo("Two flights. The first leaves early.\n\nTell me.");
        assertThat(types()).containsOnlyOnce("RUN_FINISHED").endsWith("TEXT_MESSAGE_END", "RUN_FINISHED");
        assertThat(types().stream().filter("TEXT_MESSAGE_START"::equals)).hasSize(2);
        assertThat(reply().reply().text()).isEqualTo(told());
        assertThat(reply().use()).isEqualTo(new TokenUse(20, 0, 5));
        var usage = heard.get(heard.size() - 1).path("usage").path(0);
        assertThat(usage.path("inputTokens").asLong()).isEqualTo(120);
        assertThat(usage.path("totalTokens").asLong()).isEqualTo(155);
    }

    @Test
    void whoComesInTheMiddleGetsWhatWasToldAndThenTheRest() throws InterruptedException {
        var conversation = start();
        var writing = begin(conversation);
        writing.text().accept("Two flights. ");
        hear("TEXT_MESSAGE_CONTENT", 2);

        TestProbe<Update> late = actors.createTestProbe();
        conversation.tell(new Subscribe(late.ref(), null, null));
        late.expectMessageClass(Subscribed.class, LONG);
        var messages = read(late.expectMessageClass(Reset.class, LONG)
                        .snapshots()
                        .get(0))
                .path("messages");
        var last = messages.get(messages.size() - 1);
        assertThat(last.path("id").asText()).isEqualTo("r1-reply");
        assertThat(last.path("content").asText()).isEqualTo("Two flights. ");

        TestProbe<RunFound> found = actors.createTestProbe();
        conversation.tell(new GetRun("r1", found.ref()));
        var run = found.receiveMessage(LONG).run().events();
        assertThat(read(run.get(run.size() - 1)).path("type").asText()).isEqualTo("TEXT_MESSAGE_START");

        writing.reply().complete(Written.of("Two flights. Bye."));
        var rest = late.expectMessageClass(Events.class, LONG).events();
        assertThat(read(rest.get(0)).path("delta").asText()).isEqualTo("Bye.");
        assertThat(read(rest.get(1)).path("type").asText()).isEqualTo("TEXT_MESSAGE_END");
    }

    @Test
    void whatCameInBetweenIsSaidBehindWhatWasTold() throws InterruptedException {
        var conversation = start();
        var writing = begin(conversation);
        writing.text().accept("Two flights. ");
        hear("TEXT_MESSAGE_CONTENT", 2);
        conversation.tell(new Cancel("r1", receipts.ref()));
        hear("RUN_FINISHED", 1);

        assertThat(told())
                .isEqualTo("Two flights. \n\n" + Sentences.CANCELED)
                .isEqualTo(reply().reply().text());
        writing.text().accept("Too late.");
        writing.reply().complete(Written.of("Two flights. Too late."));
        assertThat(run(conversation)).contains("RUN_FINISHED");
        assertThat(stored().stream().filter("ReplyComposed"::equals)).hasSize(1);
    }

    @Test
    void aWriterWhoBreaksOffLeavesAReplyThatSaysSo() throws InterruptedException {
        var conversation = start();
        var writing = begin(conversation);
        writing.text().accept("Two flights. ");
        writing.reply().completeExceptionally(new IllegalStateException("gone"));
        hear("RUN_FINISHED", 1);

        assertThat(told())
                .isEqualTo("Two flights. \n\n" + Sentences.NO_REPLY)
                .isEqualTo(reply().reply().text());
    }

    @Test
    void aPlanIsStoredWithWhoMadeItAndNeverMadeAgain() throws InterruptedException {
        var conversation = start();
        begin(conversation);
        var plan = journal.persistedInStorage("Conversation|" + id + "|eu").stream()
                .filter(PlanAdopted.class::isInstance)
                .map(PlanAdopted.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(plan.planner()).isEqualTo("embedded");
        assertThat(plan.use()).isEqualTo(new TokenUse(100, 40, 30));

        actors.stop(conversation, LONG);
        var again = start();
        var writing = model.writings.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        writing.reply().complete(Written.of("Two flights."));
        listener.awaitAssert(LONG, () -> assertThat(run(again)).contains("RUN_FINISHED"));

        assertThat(model.planned).hasValue(1);
        assertThat(stored().stream().filter("PlanAdopted"::equals)).hasSize(1);
    }

    /** A message, its plan, its results, and a reply that is waited for. */
    private Writing begin(ActorRef<Command> conversation) throws InterruptedException {
        conversation.tell(new Subscribe(listener.ref(), null, null));
        conversation.tell(
                new Submit("r1", List.of(new UserMessage("m1", "Tokyo")), true, Samples.ANNA, receipts.ref()));
        receipts.receiveMessage(LONG);
        return model.writings.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private void hear(String type, int times) {
        while (types().stream().filter(type::equals).count() < times) {
            if (listener.receiveMessage(LONG) instanceof Events events) {
                events.events().forEach(AgUiSchema::check);
                events.events().forEach(event -> heard.add(read(event)));
            }
        }
    }

    private List<String> types() {
        return heard.stream().map(event -> event.path("type").asText()).toList();
    }

    private String told() {
        var text = new StringBuilder();
        heard.stream()
                .filter(event -> event.path("type").asText().equals("TEXT_MESSAGE_CONTENT"))
                .filter(event -> event.path("messageId").asText().equals("r1-reply"))
                .forEach(event -> text.append(event.path("delta").asText()));
        return text.toString();
    }

    private String run(ActorRef<Command> conversation) {
        TestProbe<RunFound> found = actors.createTestProbe();
        conversation.tell(new GetRun("r1", found.ref()));
        return String.join("\n", found.receiveMessage(LONG).run().events());
    }

    private List<String> stored() {
        return journal.persistedInStorage("Conversation|" + id + "|eu").stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private ReplyComposed reply() {
        return journal.persistedInStorage("Conversation|" + id + "|eu").stream()
                .filter(ReplyComposed.class::isInstance)
                .map(ReplyComposed.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ActorRef<Command> start() {
        return actors.spawn(ConversationEntity.create(
                new ReplicationId("Conversation", id, new ReplicaId("eu")),
                new Journals("", Map.of("eu", PersistenceTestKitReadJournal.Identifier())),
                new ConversationSettings(
                        20,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(20),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(50),
                        Duration.ofMillis(50),
                        Duration.ofMinutes(5)),
                model,
                new AgUiProjection("t1"),
                Clock.systemUTC()));
    }

    private record Writing(Consumer<String> text, CompletableFuture<Written> reply) {}

    /** Plans and works at once, and writes what the test says. */
    private static final class Model implements Coordination {
        private final AtomicInteger planned = new AtomicInteger();
        private final LinkedBlockingQueue<Writing> writings = new LinkedBlockingQueue<>();

        @Override
        public String planner() {
            return "model";
        }

        @Override
        public CompletionStage<Planning> plan(PlanningRequest request) {
            planned.incrementAndGet();
            return CompletableFuture.supplyAsync(() -> new Planning.Tasks(
                    Samples.plan(Samples.flights()),
                    List.of(),
                    new Planning.Maker("embedded", 1, new TokenUse(100, 40, 30))));
        }

        @Override
        public CompletionStage<Report> work(WorkOrder order) {
            return CompletableFuture.completedFuture(Report.of(order.task().id(), Samples.completed("1. JW 412")));
        }

        @Override
        public CompletionStage<Report> commit(WorkOrder order) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Written> compose(Material material, Consumer<String> text) {
            var writing = new Writing(text, new CompletableFuture<>());
            writings.add(writing);
            return writing.reply();
        }

        @Override
        public void opened(String conversation, Turn turn) {}

        @Override
        public void ended(String conversation, Turn turn) {}

        @Override
        public void yielded(String conversation, String turn) {}
    }
}
