package dev.jetway.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.SubscriptionActor.Acknowledge;
import dev.jetway.runtime.gateway.SubscriptionActor.Happened;
import dev.jetway.runtime.gateway.SubscriptionActor.NeverSent;
import dev.jetway.runtime.gateway.SubscriptionActor.Opened;
import dev.jetway.runtime.gateway.SubscriptionActor.Output;
import dev.jetway.runtime.gateway.SubscriptionActor.Restarted;
import dev.jetway.runtime.gateway.SubscriptionActor.Waited;
import dev.jetway.runtime.gateway.http.Gateways;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a subscription makes of messages that cross on their way. The conversation is the test itself. */
class SubscriptionActorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ActorTestKit KIT = Gateways.kit();
    private static final GatewaySettings SETTINGS = Gateways.settings("jetway.gateway.lease = 1h");

    private final TestProbe<ConversationEntity.Command> conversation = KIT.createTestProbe();
    private final TestProbe<Output> connection = KIT.createTestProbe();

    private ActorRef<SubscriptionActor.Command> subscription;
    private ActorRef<Update> updates;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private void subscribed(Optional<Window> window) {
        subscription = KIT.spawn(SubscriptionActor.create(
                new ConversationId("ann", "trip"),
                Optional.empty(),
                window,
                (id, command) -> conversation.ref().tell(command),
                SETTINGS,
                connection.ref()::tell));
        updates = conversation.expectMessageClass(Subscribe.class, PATIENCE).subscriber();
        updates.tell(new Subscribed("e1", 0, false, conversation.ref()));
        connection.expectMessageClass(Opened.class, PATIENCE);
    }

    private static Events events(long from, long to) {
        return new Events(
                "e1",
                from,
                LongStream.rangeClosed(from, to)
                        .mapToObj(SubscriptionActorTest::event)
                        .toList());
    }

    private static String event(long seq) {
        return "{\"type\":\"CUSTOM\",\"name\":\"%d\"}".formatted(seq);
    }

    private void expectAsked(long afterSeq) {
        var subscribe = conversation.expectMessageClass(Subscribe.class, PATIENCE);
        assertThat(subscribe.epoch()).isEqualTo("e1");
        assertThat(subscribe.afterSeq()).isEqualTo(afterSeq);
    }

    @Test
    void whatIsMissingIsAskedForOnce() {
        subscribed(Optional.empty());
        updates.tell(events(3, 4));
        updates.tell(events(5, 6));
        expectAsked(0);
        updates.tell(new Subscribed("e1", 6, true, conversation.ref()));
        updates.tell(events(1, 6));
        assertThat(connection.expectMessageClass(Happened.class, PATIENCE).events())
                .hasSize(6);
        updates.tell(events(9, 9));
        expectAsked(6);
    }

    @Test
    void whatWasOnItsWayWhenListeningEndedIsAskedForAgainAndComesOnce() {
        subscribed(Optional.of(new Window(1, 1, 1_000, 0)));
        updates.tell(events(1, 5));
        assertThat(connection.expectMessageClass(Happened.class, PATIENCE).events())
                .containsExactly(event(1));
        conversation.expectMessageClass(Unsubscribe.class, PATIENCE);
        updates.tell(events(6, 7));

        subscription.tell(new Acknowledge(1));
        assertThat(connection.expectMessageClass(Waited.class, PATIENCE).seq()).isEqualTo(2);
        expectAsked(2);
        updates.tell(events(8, 8));
        updates.tell(new Subscribed("e1", 8, true, conversation.ref()));
        updates.tell(events(3, 8));
        conversation.expectMessageClass(Unsubscribe.class, PATIENCE);
        subscription.tell(new Acknowledge(2));
        var third = connection.expectMessageClass(Waited.class, PATIENCE);
        assertThat(third).isEqualTo(new Waited(3, 3, event(3), true));
        expectAsked(3);
    }

    @Test
    void aResetOpensTheWindowAndIsHeardBeforeWhatFollowsIt() {
        subscribed(Optional.of(new Window(1, 4, 1_000, 0)));
        updates.tell(events(1, 3));
        connection.expectMessageClass(Happened.class, PATIENCE);
        updates.tell(new Reset("e2", 9, "cursor-unknown", List.of("{}", "{}")));
        updates.tell(new Events("e2", 10, List.of(event(10), event(11))));
        connection.expectMessageClass(Restarted.class, PATIENCE);
        var happened = connection.expectMessageClass(Happened.class, PATIENCE);
        assertThat(happened.firstSeq()).isEqualTo(10);
        assertThat(happened.events()).hasSize(1);
        subscription.tell(new Acknowledge(12));
        assertThat(connection.expectMessageClass(NeverSent.class, PATIENCE)).isEqualTo(new NeverSent(12, 10));
    }
}
