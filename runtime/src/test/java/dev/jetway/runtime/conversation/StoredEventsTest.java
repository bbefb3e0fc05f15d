package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Action;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.CommitmentEvent;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEntity.Lost;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.region.primary.PrimaryEvent;
import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is stored is a contract. The files in {@code stored-events} were written once, in the JSON form of
 * the stored CBOR, and are never edited: a change that can't read them any more can't read production's
 * journal either. A new event, or a new field, gets a new file.
 */
class StoredEventsTest {

    private static final ActorTestKit actors =
            ActorTestKit.create("stored-events", ConfigFactory.parseString("""
                            akka.actor.serialization-bindings {
                              "dev.jetway.runtime.serialization.JetwaySerializable" = jackson-json
                            }
                            akka.serialization.jackson.jackson-json.compression.algorithm = off
                            """).withFallback(ConfigFactory.load()));

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    static Stream<Object> events() {
        List<Object> events = new ArrayList<>(Samples.oneOfEach());
        events.add(new CommitmentEvent.Opened(1_000, "bookings.create", "{\"quoteId\":\"q1\"}", Samples.ANNA));
        events.add(new CommitmentEvent.Sent(1_001, 1));
        events.add(new CommitmentEvent.Concluded(1_002, new CommitOutcome.Done("{\"reference\":\"JW123456\"}")));
        events.add(new PrimaryMoved(3, "us", "anna", "eu burned down", true, 1_003));
        events.add(new CommitmentEvent.SettledAfterAll(Settlement.of(
                new Verdict(true, "ABC123", "called the airline", "Bo"), "Book JW 412 London to Tokyo", 1_003)));
        return events.stream();
    }

    static Stream<Object> messages() {
        return Stream.of(
                new Accepted(true),
                new Refused("conflict", "no", true),
                new Events("e1", 3, List.of("{}")),
                new Reset("e1", 3, "cursor-unknown", List.of("{}")),
                new Lost("e1"),
                new History(List.of(new HistoryMessage("m1", "user", "Tokyo", 1_000)), true),
                new History(List.of(new HistoryMessage("m1", "assistant", "Hello", 1_000, "Olga")), true),
                new CommitOutcomes(List.of(
                        new CommitOutcome.Done("{}"),
                        new CommitOutcome.Declined("no"),
                        new CommitOutcome.NotSent("no"),
                        new CommitOutcome.Unknown("no"),
                        new CommitOutcome.Unknown("no", true))));
    }

    record CommitOutcomes(List<CommitOutcome> all) implements dev.jetway.runtime.serialization.JetwaySerializable {}

    @Test
    void everyEventTypeIsAmongTheSamples() {
        Set<Class<?>> sampled = new HashSet<>();
        events().forEach(event -> sampled.add(event.getClass()));

        Set<Class<?>> all = new HashSet<>(Set.of(ConversationEvent.class.getPermittedSubclasses()));
        all.addAll(Set.of(CommitmentEvent.class.getPermittedSubclasses()));
        all.addAll(Set.of(PrimaryEvent.class.getPermittedSubclasses()));
        assertThat(sampled).isEqualTo(all);
    }

    @ParameterizedTest
    @MethodSource("events")
    void isWrittenAsItAlwaysWas(Object event) throws IOException {
        assertThat(serialized(event)).isEqualTo(Files.readString(golden(event)).strip());
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatWasStoredLongAgo(Object event) throws IOException {
        assertThat(deserialized(event, Files.readString(golden(event)))).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheWayToAnotherNode(Object message) {
        assertThat(deserialized(message, serialized(message))).isEqualTo(message);
    }

    @Test
    void ignoresAFieldOfALaterVersion() throws IOException {
        var event = Samples.oneOfEach().get(0);
        var later = Files.readString(golden(event)).replaceFirst("\\{", "{\"fieldOfALaterVersion\":1,");

        assertThat(deserialized(event, later)).isEqualTo(event);
    }

    @Test
    void whatIsNotCurrentIsWrittenAsItAlwaysWas() throws IOException {
        var event = new ConversationEvent.TasksProgressed(
                "run-1",
                new Owner(0, "eu"),
                1_002,
                List.of(new Report(
                        "flights",
                        new TaskStatus.Completed("{\"n\":1}", "1. JW 412", List.of(), 900L),
                        List.of(new ToolCall("flights.search", "{}", "ok", "", 1_001, 12, 900L)))));
        var golden = Files.readString(Path.of("src/test/resources/stored-events/tasks-progressed-not-current.json"));

        assertThat(serialized(event)).isEqualTo(golden.strip());
        assertThat(deserialized(event, golden)).isEqualTo(event);
    }

    @Test
    void originsAreWrittenAsTheyAlwaysWere() throws IOException {
        var asked = Samples.action();
        var origin = new Origin("bookings.create", "/quoteId", "q1", Origin.Kind.FIELD, "bookings.quote");
        var event = new ConversationEvent.TasksProgressed(
                "run-1",
                new Owner(0, "eu"),
                1_002,
                List.of(new Report(
                        "book",
                        new TaskStatus.ApprovalRequired(
                                "run-1:book:abc",
                                new Action(
                                        asked.tool(),
                                        asked.arguments(),
                                        new Confirmation(
                                                asked.confirmation().title(),
                                                List.of(new Detail("Price", "£512.40", Source.TOOL, "bookings.quote")),
                                                Samples.VALID_UNTIL,
                                                List.of("You did not say “Mallory” (name).")),
                                        List.of(origin))),
                        List.of(new ToolCall("notes.add", "{}", "ok", "", 1_001, 12, null, List.of(origin))))));
        var golden = Files.readString(Path.of("src/test/resources/stored-events/tasks-progressed-origins.json"));

        assertThat(serialized(event)).isEqualTo(golden.strip());
        assertThat(deserialized(event, golden)).isEqualTo(event);
    }

    @Test
    void whatCameOfAnApprovedActionIsStoredWithItsApproval() throws IOException {
        var event = new ConversationEvent.TasksProgressed(
                "run-1",
                new Owner(0, "eu"),
                1_002,
                List.of(Report.outcome(
                        "book", new TaskStatus.Completed("{}", "Booked.", List.of()), "run-1:book:abc")));
        var golden = Files.readString(Path.of("src/test/resources/stored-events/tasks-progressed-outcome.json"));

        assertThat(serialized(event)).isEqualTo(golden.strip());
        assertThat(deserialized(event, golden)).isEqualTo(event);
    }

    @Test
    void whatModelsTookIsStoredWithThePlanAndWithTheReply() throws IOException {
        var owner = new Owner(0, "eu");
        var use = new TokenUse(1_200, 400, 90);
        var planned = new ConversationEvent.PlanAdopted(
                "run-1", owner, 1_001, Samples.plan(Samples.flights()), List.of(), "model", use);
        var replied = new ConversationEvent.ReplyComposed(
                "run-1", owner, 1_005, new Turn.Reply("run-1-reply", "Two flights.", Outcome.ANSWERED, 1_005), use);
        var adopted = new ConversationEvent.TurnAdopted(
                "run-1",
                new Owner(1, "us"),
                1_006,
                1_000,
                Samples.message("m-1", "A flight to Tokyo, please"),
                Samples.plan(Samples.flights()),
                List.of(),
                use);
        for (var event : List.of(planned, replied, adopted)) {
            var name = event == planned ? "plan-adopted" : event == replied ? "reply-composed" : "turn-adopted";
            var golden = Files.readString(Path.of("src/test/resources/stored-events/%s-use.json".formatted(name)));
            assertThat(serialized(event)).isEqualTo(golden.strip());
            assertThat(deserialized(event, golden)).isEqualTo(event);
        }
    }

    @Test
    void aMessageOfTheDeskIsStoredWithWhoSaidIt() throws IOException {
        var event = new ConversationEvent.MessageReceived(
                "run-1",
                new Owner(0, "eu"),
                1_000,
                new Turn.Message(
                        "m-1",
                        "Ask for a quiet room",
                        new Traveler("anna", "en-GB", "Europe/London", "GBP", "acme"),
                        true,
                        true,
                        Samples.OLGA));
        var golden = Files.readString(Path.of("src/test/resources/stored-events/message-received-desk.json"));

        assertThat(serialized(event)).isEqualTo(golden.strip());
        assertThat(deserialized(event, golden)).isEqualTo(event);
    }

    @Test
    void whatIsPutBeforeAPersonIsWrittenAsItAlwaysWas() throws IOException {
        var opened = new CommitmentEvent.Opened(
                1_000, "bookings.create", "{\"quoteId\":\"q1\"}", Samples.ANNA, "Book JW 412 London to Tokyo");
        var concluded = new CommitmentEvent.Concluded(
                1_002, new CommitOutcome.Unknown("the answer was lost"), List.of("attempt 1: it took too long"));
        for (var event : List.of(opened, concluded)) {
            var golden = Files.readString(Path.of("src/test/resources/stored-events")
                    .resolve(event == opened ? "opened-title.json" : "concluded-unknown.json"));
            assertThat(serialized(event)).isEqualTo(golden.strip());
            assertThat(deserialized(event, golden)).isEqualTo(event);
        }
    }

    @Test
    void aWorkOrderOfAnEarlierVersionHasNoOriginsAndNoReason() {
        var order = new WorkOrder(
                "c",
                "run-1",
                Samples.booking(),
                "{}",
                Samples.ANNA,
                1,
                List.of(new Origin("", "/n", "1", Origin.Kind.SAID, null)),
                "“Book the hotel” failed.");

        assertThat(deserialized(order, serialized(order))).isEqualTo(order);
        var earlier = serialized(order).replaceFirst(",\"origins\":\\[.*}", "}");
        assertThat(((WorkOrder) deserialized(order, earlier)).origins()).isEmpty();
        assertThat(((WorkOrder) deserialized(order, earlier)).because()).isNull();
    }

    @Test
    void readsAnEventWithoutTheFieldsThatCameLater() {
        var event = new ConversationEvent.TasksProgressed("r1", new Owner(0, "eu"), 1, List.of());
        var report =
                "{\"type\":\"tasks-progressed\",\"turnId\":\"r1\",\"owner\":{\"epoch\":0,\"region\":\"eu\"},\"at\":1,"
                        + "\"reports\":[{\"taskId\":\"flights\",\"status\":{\"state\":\"working\"}}]}";

        var read = (ConversationEvent.TasksProgressed) deserialized(event, report);
        assertThat(read.reports().get(0).calls()).isEmpty();
    }

    private static Path golden(Object event) {
        var name = event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        return Path.of("src/test/resources/stored-events", name + ".json");
    }

    private static String serialized(Object object) {
        var serialization = SerializationExtension.get(actors.system());
        return new String(serialization.serialize(object).get(), StandardCharsets.UTF_8);
    }

    private static Object deserialized(Object like, String json) {
        var serialization = SerializationExtension.get(actors.system());
        var serializer = serialization.findSerializerFor(like);
        return serialization
                .deserialize(
                        json.strip().getBytes(StandardCharsets.UTF_8),
                        serializer.identifier(),
                        Serializers.manifestFor(serializer, like))
                .get();
    }
}
