package dev.jetway.runtime.region.link;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.region.follow.FollowingSettings;
import dev.jetway.runtime.region.link.NewsActor.Stored;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything runs on the thread of the test, so that what has not happened will not. */
class NewsActorTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "news",
            ManualTime.config().withFallback(ConfigFactory.parseString("""
                            akka.actor.provider = local
                            akka.actor.default-dispatcher.type = akka.testkit.CallingThreadDispatcherConfigurator
                            """)).withFallback(ConfigFactory.load()));
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final URI ONE = URI.create("https://127.0.0.1:7001");
    private static final URI OTHER = URI.create("https://127.0.0.1:7002");
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int ROOM = 3;

    /** One message to another region's node; the test says whether it was heard. */
    private record Message(URI to, News news, CompletableFuture<Object> heard) {

        Map<String, Long> events() {
            var events = new TreeMap<String, Long>();
            news.events().forEach(event -> events.put(event.id(), event.seq()));
            return events;
        }
    }

    private final List<Message> sent = new ArrayList<>();
    private final NewsTally tally = new NewsTally();
    private ActorRef<NewsActor.Command> actor;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void end() {
        KIT.stop(actor);
    }

    @Test
    void whatIsStoredWithinAMomentIsToldToEveryNodeInOneMessage() {
        start(ROOM, ONE, OTHER);
        stored("a", 1);
        stored("b", 4);
        stored("a", 3);
        assertThat(sent).isEmpty();

        TIME.timePasses(GATHER);

        assertThat(sent).extracting(Message::to).containsExactlyInAnyOrder(ONE, OTHER);
        assertThat(sent).allSatisfy(message -> {
            assertThat(message.events()).isEqualTo(Map.of(id("a"), 3L, id("b"), 4L));
            assertThat(message.news().more()).isFalse();
        });
    }

    @Test
    void whatHasToStayInSomeRegionsIsNotToldToOthers() {
        start(ROOM, ONE, OTHER);
        actor.tell(new Stored(id("resident"), 1, region(ONE)::equals));
        TIME.timePasses(GATHER);

        assertThat(sent).extracting(Message::to).containsExactly(ONE);
    }

    @Test
    void thereIsOneMessageAtATimeAndWhatComesMeanwhileIsNotForgotten() {
        start(ROOM, ONE);
        stored("a", 1);
        TIME.timePasses(GATHER);
        stored("b", 1);
        TIME.timePasses(LONG);
        assertThat(sent).hasSize(1);

        sent.get(0).heard().complete("heard");
        TIME.timePasses(GATHER);

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).events()).isEqualTo(Map.of(id("b"), 1L));
        sent.get(1).heard().complete("heard");
        TIME.timePasses(LONG);
        assertThat(sent).as("nothing more to tell").hasSize(2);
        assertThat(tally.told().sum()).isEqualTo(2);
    }

    @Test
    void aNodeThatDoesNotHearDelaysNoOtherAndIsToldAgain() {
        start(ROOM, ONE, OTHER);
        stored("a", 1);
        TIME.timePasses(GATHER);
        message(OTHER).heard().complete("heard");
        message(ONE).heard().completeExceptionally(new IllegalStateException("not there"));
        sent.clear();

        stored("a", 2);
        TIME.timePasses(GATHER);
        assertThat(sent).extracting(Message::to).containsExactly(OTHER);
        TIME.timePasses(Duration.ofSeconds(1));

        assertThat(message(ONE).events()).isEqualTo(Map.of(id("a"), 2L));
        assertThat(tally.failed().sum()).isEqualTo(1);
    }

    @Test
    void whatThereIsNoRoomForIsSaidToBeMissing() {
        start(ROOM, ONE);
        stored("first", 1);
        TIME.timePasses(GATHER);
        for (int i = 0; i < ROOM + 2; i++) {
            stored("c" + i, 1);
        }
        sent.get(0).heard().completeExceptionally(new IllegalStateException("not there"));
        TIME.timePasses(Duration.ofSeconds(1));

        var again = sent.get(1);
        assertThat(again.events()).hasSize(ROOM);
        assertThat(again.news().more()).isTrue();
        assertThat(tally.forgotten().sum()).isEqualTo(3);

        again.heard().completeExceptionally(new IllegalStateException("not there"));
        TIME.timePasses(Duration.ofSeconds(1));
        assertThat(sent.get(2).news().more()).as("until it was heard").isTrue();
        sent.get(2).heard().complete("heard");
        stored("later", 1);
        TIME.timePasses(GATHER);
        assertThat(sent.get(3).news().more()).isFalse();
    }

    @Test
    void aMessageHasABoundAndTheRestFollows() {
        start(News.MOST * 2, ONE);
        for (int i = 0; i <= News.MOST; i++) {
            stored("c" + i, 1);
        }
        TIME.timePasses(GATHER);
        assertThat(sent.get(0).events()).hasSize(News.MOST);

        sent.get(0).heard().complete("heard");
        TIME.timePasses(GATHER);

        assertThat(sent.get(1).events()).hasSize(1);
        assertThat(News.parse(sent.get(0).news().json().toString(), "eu"))
                .as("as it is read there")
                .isEqualTo(sent.get(0).news());
    }

    private void start(int room, URI... listeners) {
        var settings = new FollowingSettings(
                GATHER, room, Duration.ofSeconds(30), Duration.ofSeconds(3), List.of(Duration.ofMillis(200)));
        var regions = new TreeMap<String, List<URI>>();
        for (var listener : listeners) {
            regions.put(region(listener), List.of(listener));
        }
        actor = KIT.spawn(NewsActor.create(settings, regions, this::send, tally));
    }

    private CompletableFuture<Object> send(URI to, JsonNode news) {
        var message = new Message(to, News.parse(news.toString(), "eu"), new CompletableFuture<>());
        sent.add(message);
        return message.heard();
    }

    private Message message(URI to) {
        return sent.stream()
                .filter(message -> message.to().equals(to))
                .findFirst()
                .orElseThrow();
    }

    private void stored(String conversation, long upTo) {
        actor.tell(new Stored(id(conversation), upTo, region -> true));
    }

    private static String region(URI listener) {
        return "region-of-" + listener.getPort();
    }

    private static String id(String conversation) {
        return "Conversation|%s|eu".formatted(conversation);
    }
}
