package dev.jetway.runtime.gateway.hostile;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Answers;
import dev.jetway.runtime.conversation.ConversationEntity.Cancel;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.GetHistory;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.conversation.ConversationSettings;
import dev.jetway.runtime.conversation.Coordination;
import dev.jetway.runtime.conversation.Journals;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.agui.AgUiProjection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The conversations of a node, over a journal in memory; all that is missing is the cluster. */
final class RealConversations implements Conversations {

    /** A thread whose name begins like this never answers. */
    static final String SILENT = "silent";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final ConversationSettings SETTINGS =
            ConversationSettings.from(ConfigFactory.parseString("max-turns = 5000, report-linger = 1ms")
                    .withFallback(ConfigFactory.load().getConfig("jetway.conversation")));

    private final ActorTestKit kit;
    private final PersistenceTestKit journal;
    private final Coordination coordination;
    private final Map<ConversationId, ActorRef<Command>> live = new ConcurrentHashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    RealConversations(ActorTestKit kit, Coordination coordination) {
        this.kit = kit;
        this.journal = PersistenceTestKit.create(kit.system());
        this.coordination = coordination;
    }

    @Override
    public void tell(ConversationId id, Command command) {
        if (command instanceof Submit || command instanceof Answers || command instanceof Cancel) {
            changed.add(id.subject());
        }
        if (!id.thread().startsWith(SILENT)) {
            live.computeIfAbsent(id, this::start).tell(command);
        }
    }

    private ActorRef<Command> start(ConversationId id) {
        return kit.spawn(ConversationEntity.create(
                new ReplicationId("Conversation", id.entityId(), new ReplicaId("eu")),
                new Journals("", Map.of("eu", PersistenceTestKitReadJournal.Identifier())),
                SETTINGS,
                coordination,
                new AgUiProjection(id.thread()),
                Clock.systemUTC()));
    }

    /** As a front end of this traveler would, by another way than the gateway. */
    void say(String name, String thread, String runId, String text) {
        var receipts = kit.<Receipt>createTestProbe();
        var traveler = new Traveler("dev:" + name, "en-GB", "Europe/London", "GBP");
        var message = new UserMessage("m-" + runId, text);
        tell(
                new ConversationId(traveler.subject(), thread),
                new Submit(runId, List.of(message), true, traveler, receipts.ref()));
        receipts.expectMessage(PATIENCE, new Accepted(false));
    }

    /** What is stored of a conversation, and by whom it was said. */
    List<String> messages(String name, String thread) {
        var histories = kit.<History>createTestProbe();
        tell(new ConversationId("dev:" + name, thread), new GetHistory(null, 200, histories.ref()));
        return histories.receiveMessage(PATIENCE).messages().stream()
                .map(message -> "%s: %s".formatted(message.role(), message.content()))
                .toList();
    }

    /** Whether anything but reading reached a conversation of this traveler. */
    boolean heardOf(String subject) {
        return changed.contains(subject);
    }

    /** Puts all conversations of a traveler to sleep; the next command wakes them. */
    void sleep(String subject) {
        live.keySet().stream()
                .filter(id -> id.subject().equals(subject))
                .forEach(id -> live.computeIfPresent(id, (key, conversation) -> {
                    kit.stop(conversation);
                    return null;
                }));
    }

    /** Puts all to sleep and forgets what they were; but for those of one traveler. */
    void forgetAllBut(String subject) {
        live.keySet().stream()
                .map(ConversationId::subject)
                .distinct()
                .filter(it -> !it.equals(subject))
                .forEach(this::sleep);
        changed.removeIf(it -> !it.equals(subject));
        journal.clearAllPreservingSeqNumbers();
    }
}
