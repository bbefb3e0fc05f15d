package dev.jetway.runtime.desk;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.conversation.Clerk;
import dev.jetway.runtime.conversation.Need;
import dev.jetway.runtime.conversation.Visit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored of a list of cases is a contract: the files in {@code stored-desk} are never edited. */
class StoredDeskTest {

    private static final ActorTestKit actors =
            ActorTestKit.create("stored-desk", ConfigFactory.parseString("""
                            akka.actor.serialization-bindings {
                              "dev.jetway.runtime.serialization.JetwaySerializable" = jackson-json
                            }
                            akka.serialization.jackson.jackson-json.compression.algorithm = off
                            """).withFallback(ConfigFactory.load()));

    private static final String ID = "YW5uYQ.trip/run-1:book";
    private static final Verdict VERDICT = new Verdict(true, "ABC123", "called the airline", "Bo");
    private static final Settlement SETTLEMENT = Settlement.of(VERDICT, "Book it", 4_000);
    private static final Case CASE = new Case(
            ID,
            Case.Call.of(
                    ID,
                    "bookings.create",
                    "Book it",
                    "{\"quoteId\":\"q1\"}",
                    new Traveler("anna", "en-GB", "Europe/London", "GBP")),
            new Case.Times(1_000, 2_000, 3_000),
            2,
            List.of("attempt 1: it took too long"),
            "us",
            null);

    private static final Attention ATTENTION = new Attention(
            new Need(Need.Kind.ASKED, 1_000, "A person, please"),
            new Visit("visit-1", new Clerk("oidc:olga", "Olga"), "eu", 1_001, 301_001),
            "acme");

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    static Stream<Object> stored() {
        return Stream.of(
                new DeskEvent.CaseNoted(3_001, CASE),
                new DeskEvent.CaseSettled(4_001, ID, SETTLEMENT),
                new DeskEvent.TravelerTold(4_002, ID),
                new DeskEvent.CasesDropped(5_000, List.of(ID), "settled, and no room"),
                CaseList.EMPTY.with(new CaseList.Entry(CASE.settled(SETTLEMENT), true)),
                new WaitingRoomEvent.AttentionChanged(1_002, "YW5uYQ.trip", ATTENTION),
                WaitingRoom.EMPTY.with("YW5uYQ.trip", ATTENTION));
    }

    static Stream<Object> messages() {
        return Stream.of(
                new DeskEntity.Note(CASE, asker()),
                new DeskEntity.Noted(true),
                new DeskEntity.GetOpen(asker()),
                new DeskEntity.Open(List.of(CASE), 1, 2),
                new DeskEntity.Show(ID, asker()),
                new DeskEntity.Settle(ID, VERDICT, asker()),
                new DeskEntity.LookUp(ID, asker()),
                new WaitingRoomEntity.Note("YW5uYQ.trip", ATTENTION, asker()),
                WaitingRoomEntity.Noted.INSTANCE,
                new WaitingRoomEntity.GetWaiting(asker()),
                new WaitingRoomEntity.AllWaiting(List.of(new Waiting("YW5uYQ.trip", ATTENTION))),
                CaseAnswer.contradicted(CASE.settled(SETTLEMENT), "no"),
                CaseAnswer.absent("none"));
    }

    private static <T> ActorRef<T> asker() {
        return actors.<T>createTestProbe().ref();
    }

    @Test
    void everyEventIsAmongTheSamples() {
        assertThat(stored().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
                .containsAll(Set.of(DeskEvent.class.getPermittedSubclasses()))
                .containsAll(Set.of(WaitingRoomEvent.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void isWrittenAsItAlwaysWas(Object it) throws IOException {
        assertThat(serialized(it)).isEqualTo(Files.readString(golden(it)).strip());
    }

    @ParameterizedTest
    @MethodSource("stored")
    void readsWhatWasStoredLongAgo(Object it) throws IOException {
        assertThat(deserialized(it, Files.readString(golden(it)))).isEqualTo(it);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheWayToAnotherNode(Object message) {
        assertThat(deserialized(message, serialized(message))).isEqualTo(message);
    }

    private static Path golden(Object it) {
        var name = it.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        return Path.of("src/test/resources/stored-desk", name + ".json");
    }

    private static String serialized(Object object) {
        return new String(
                SerializationExtension.get(actors.system()).serialize(object).get(), StandardCharsets.UTF_8);
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
