package dev.jetway.runtime.region.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Traveler;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.Confirmations;
import dev.jetway.runtime.conversation.ConversationEntity.Confirmed;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.follow.Following;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionLinkTest {

    private static final ActorTestKit KIT = ActorTestKit.create("region-link", Registers.config());
    private static final Registers REGISTERS = new Registers(KIT);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Traveler ANNA = new Traveler("anna", "en-GB", "Europe/London", "GBP");
    private static final Approved BOOKING =
            new Approved("c/r1:book:abc", "bookings.create", "{\"q\":1}", ANNA, 1_000, 900, "Book it");

    @TempDir
    private static Path folder;

    private static TlsFiles eu;
    private static TlsFiles us;
    private static TlsFiles stranger;

    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<Approved> carriedOut = new CopyOnWriteArrayList<>();
    private final List<Confirmation> confirmed = new CopyOnWriteArrayList<>();
    private volatile Confirmations confirmations = what -> {
        confirmed.add(what);
        return CompletableFuture.completedFuture(Confirmed.INSTANCE);
    };
    private final int euPort = freePort();
    private final int usPort = freePort();

    @BeforeAll
    static void certificates() throws Exception {
        var known = LocalCertificates.in(folder.resolve("known"), new TreeSet<>(List.of("eu", "us")));
        eu = known.get("eu");
        us = known.get("us");
        // Knows who the others are, and is not known to them.
        var own = LocalCertificates.in(folder.resolve("stranger"), new TreeSet<>(List.of("us")));
        stranger = withPasswordOf(own.get("us"));
    }

    /** The stranger's key behind the password of the others, so that it can use what they believe. */
    private static TlsFiles withPasswordOf(TlsFiles own) throws Exception {
        var from = Files.readString(own.password()).strip().toCharArray();
        var to = Files.readString(us.password()).strip().toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(own.keystore())) {
            store.load(in, from);
        }
        var key = store.getKey("us", from);
        var again = KeyStore.getInstance("PKCS12");
        again.load(null, to);
        again.setKeyEntry("us", key, to, store.getCertificateChain("us"));
        var file = folder.resolve("stranger.p12");
        try (var out = Files.newOutputStream(file)) {
            again.store(out, to);
        }
        return new TlsFiles(file, us.truststore(), us.password());
    }

    @BeforeEach
    void nothingWasEverMoved() {
        REGISTERS.clear();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void regionsSeeEachOtherAndSayWhoIsLostAndWhoIsBack() throws Exception {
        var inEu = link("eu", eu);
        var inUs = link("us", us);
        var here = open(inEu);
        var there = open(inUs);
        await(() -> inEu.neighbors().sights().get("us").answered());
        assertThat(inEu.neighbors().outOfReach("us")).isFalse();
        inEu.neighbors().followed("us", 1_400);
        assertThat(inEu.report())
                .startsWith("{\"region\":\"eu\",\"primary\":\"eu\",\"moved\":{")
                .contains("\"others\":{\"us\":{\"reachable\":true,", "\"primary\":\"eu\",\"term\":0")
                .contains("\"lag\":{\"events\":1,\"p50Millis\":1400,\"p99Millis\":1400}");

        there.terminate(Duration.ofSeconds(1)).toCompletableFuture().get(30, TimeUnit.SECONDS);

        await(() -> inEu.neighbors().outOfReach("us"));
        await(() -> lost.contains("us"));
        var back = open(inUs);
        await(() -> !inEu.neighbors().outOfReach("us"));
        assertThat(lost).as("said once").containsOnlyOnce("us");
        here.unbind();
        back.unbind();
    }

    @Test
    void aRegionIsAskedWhetherItHasStoredWhatThisOneHas() throws Exception {
        var inEu = link("eu", eu);
        var what = new Confirmation(new ConversationId("anna", "trip").entityId(), "r1", List.of("a1"));
        assertThat(inEu.missing(what).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .as("nobody is there")
                .containsExactly("us");

        var binding = open(link("us", us));
        assertThat(inEu.missing(what).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(confirmed).containsExactly(what);

        confirmations = asked -> fail("not heard of");
        assertThat(inEu.missing(what).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .containsExactly("us");
        binding.unbind();
    }

    @Test
    void whatIsApprovedInOneRegionIsCarriedOutInThePrimary() throws Exception {
        var binding = open(link("eu", eu));
        var commitments = link("us", us).commitments(approved -> fail("not here"), LONG);

        assertThat(get(commitments.execute(BOOKING))).isEqualTo(new CommitOutcome.Done("{\"reference\":\"JW123456\"}"));
        assertThat(carriedOut).containsExactly(BOOKING);
        binding.unbind();
    }

    @Test
    void theOutcomeIsNotKnownWhileThePrimaryIsAway() {
        var commitments = link("us", us).commitments(approved -> fail("not here"), LONG);

        assertThatThrownBy(() -> get(commitments.execute(BOOKING)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PrimaryAwayException.class)
                .hasMessageContaining("Region eu, which carries out what you approve, does not answer");
    }

    @Test
    void whatThePrimaryHasNotSettledIsAskedForAgainAndWhatItCanNotReadWasNotDone() throws Exception {
        var unsettled = open(link("eu", eu), approved -> fail("still looking"));
        var commitments = link("us", us).commitments(approved -> fail("not here"), LONG);
        assertThatThrownBy(() -> get(commitments.execute(BOOKING)))
                .hasCauseInstanceOf(LinkRefusedException.class)
                .hasMessageContaining("It is not settled yet");

        var huge = new Approved("c/r1:book", "x.y", "\"" + "z".repeat(300_000) + "\"", ANNA, 1_000, 900, "Book it");
        assertThat(get(commitments.execute(huge))).isInstanceOf(CommitOutcome.NotSent.class);
        unsettled.unbind();
    }

    @Test
    void nothingIsCarriedOutWhileRegionsDoNotAgreeOnThePrimary() throws Exception {
        var inEu = link("eu", eu);
        var here = open(inEu);
        var there = open(link(settings("us", us, "us")));

        await(() -> inEu.neighbors().primaries().isPresent());
        assertThatThrownBy(() -> get(inEu.authority().leave()))
                .hasMessageContaining("The primary region is eu here, and us elsewhere, both in term 0");
        here.unbind();
        there.unbind();
    }

    @Test
    void aNodeThatHangsIsPassedOver() throws Exception {
        var binding = open(link("eu", eu));
        try (var hanging = new ServerSocket(0)) {
            var addresses = new TreeMap<String, List<URI>>();
            addresses.put(
                    "eu",
                    List.of(
                            URI.create("https://127.0.0.1:" + hanging.getLocalPort()),
                            URI.create("https://127.0.0.1:" + euPort)));
            var client = new LinkClient(KIT.system(), settings("us", us, "eu", addresses));

            assertThat(get(client.any("eu", LinkServer.HEALTH)).path("region").asText())
                    .isEqualTo("eu");
            var json = new ObjectMapper().<JsonNode>valueToTree(BOOKING);
            assertThatThrownBy(() -> get(client.post("eu", LinkServer.COMMITMENTS, json, Duration.ofSeconds(1))))
                    .isInstanceOf(ExecutionException.class);
            assertThat(get(client.post("eu", LinkServer.COMMITMENTS, json, LONG))
                            .at("/outcome/outcome")
                            .asText())
                    .as("the next time the next one is asked")
                    .isEqualTo("done");
        }
        binding.unbind();
    }

    @Test
    void whoIsBelievedAndIsNoRegionIsRefused() throws Exception {
        var wide = LocalCertificates.in(folder.resolve("wide"), new TreeSet<>(List.of("eu", "payroll", "us")));
        var binding = open(link("eu", wide.get("eu")));
        var payroll = new LinkClient(KIT.system(), settings("us", wide.get("payroll"), "eu"));

        assertThatThrownBy(() -> get(payroll.any("eu", LinkServer.HEALTH))).hasStackTraceContaining("HTTP 403");
        assertThat(get(new LinkClient(KIT.system(), settings("us", wide.get("us"), "eu")).any("eu", LinkServer.HEALTH)))
                .isNotNull();
        binding.unbind();
    }

    @Test
    void silenceCountsOnlyWhileSomebodyIsAsked() {
        var now = new AtomicLong();
        var neighbors = new Neighbors(Set.of("us"), Duration.ofSeconds(3), now::get);
        neighbors.heard("us", null);
        now.addAndGet(Duration.ofMinutes(5).toNanos());
        neighbors.listenAgain();
        assertThat(neighbors.outOfReach("us")).as("this process stood still").isFalse();
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(neighbors.outOfReach("us")).isTrue();
        assertThat(neighbors.outOfReach("mars")).isFalse();
    }

    @Test
    void aRegionThatIsNotThePrimaryCarriesOutNothing() throws Exception {
        var binding = open(link("us", us));
        var mistaken = link(settings("eu", eu, "us")).commitments(approved -> fail("not here"), LONG);

        assertThatThrownBy(() -> get(mistaken.execute(BOOKING)))
                .hasStackTraceContaining("Region us does not carry this out, eu does");
        assertThat(carriedOut).isEmpty();
        binding.unbind();
    }

    @Test
    void whatHasToStayIsNotSentToThePrimaryElsewhere() throws Exception {
        var placements = new Placements(new TreeMap<>(Map.of(
                "us-only", Placement.of("us-only", List.of("us")), "eu-only", Placement.of("eu-only", List.of("eu")))));
        var binding = open(link(settings("eu", eu, "eu"), placements));
        var inUs = link(settings("us", us, "eu"), placements);
        var stays = new Approved("YQ.c@us-only/r1:book", "bookings.create_booking", "{}", ANNA, 1_000, 1, "Book it");
        var here = new ArrayList<Approved>();
        var done = new CommitOutcome.Done("{}");

        assertThat(get(inUs.commitments(
                                approved -> {
                                    here.add(approved);
                                    return CompletableFuture.completedFuture(done);
                                },
                                LONG)
                        .execute(stays)))
                .isEqualTo(done);
        assertThat(here).containsExactly(stays);
        assertThat(carriedOut).isEmpty();

        var intruder = new LinkClient(KIT.system(), settings("us", us, "eu"));
        assertThatThrownBy(() ->
                        get(intruder.post("eu", LinkServer.COMMITMENTS, new ObjectMapper().valueToTree(stays), LONG)))
                .hasStackTraceContaining("Region eu does not carry this out, us does");
        assertThat(carriedOut).isEmpty();
        binding.unbind();
    }

    @Test
    void aStrangerIsNotHeard() throws Exception {
        var binding = open(link("eu", eu));
        var intruder = new LinkClient(KIT.system(), settings("us", stranger, "eu"));

        assertThatThrownBy(() -> get(intruder.any("eu", LinkServer.HEALTH))).isInstanceOf(ExecutionException.class);
        assertThat(get(new LinkClient(KIT.system(), settings("us", us, "eu")).any("eu", LinkServer.HEALTH)))
                .as("who is known is heard")
                .isNotNull();
        assertThatThrownBy(() ->
                        get(intruder.post("eu", LinkServer.COMMITMENTS, new ObjectMapper().valueToTree(BOOKING), LONG)))
                .isInstanceOf(ExecutionException.class);
        assertThat(carriedOut).isEmpty();
        binding.unbind();
    }

    @Test
    void whatIsNoApprovedActionIsRefused() throws Exception {
        var binding = open(link("eu", eu));
        var client = new LinkClient(KIT.system(), settings("us", us, "eu"));
        var json = new ObjectMapper().createObjectNode();

        assertThatThrownBy(() -> get(client.post("eu", LinkServer.COMMITMENTS, json.put("tool", "x"), LONG)))
                .hasStackTraceContaining("HTTP 400")
                .hasStackTraceContaining("an approved action has id, tool, arguments and traveler");
        assertThat(carriedOut).isEmpty();
        binding.unbind();
    }

    @Test
    void newsWakeWhoFollowsTheJournalInTheOtherRegion() throws Exception {
        var inEu = link("eu", eu);
        var here = open(inEu);
        var there = open(link("us", us));
        var woken = new ConcurrentLinkedQueue<Long>();
        var follower =
                Following.of(KIT.system()).followers().add("eu", "Conversation|trip|eu", upTo -> toldOf(woken, upTo));

        inEu.stored("Conversation|other|eu", 3);
        inEu.stored("Conversation|trip|eu", 7);

        await(() -> woken.contains(7L));
        assertThat(woken).containsExactly(7L);
        await(() -> inEu.report().contains("\"news\":{\"told\":2,\"failed\":0,\"forgotten\":0}"));
        follower.run();
        here.unbind();
        there.unbind();
    }

    @Test
    void whatIsNoNewsOfTheRegionThatTellsItIsRefusedAndWakesNobody() throws Exception {
        var binding = open(link("eu", eu));
        var client = new LinkClient(KIT.system(), settings("us", us, "eu"));
        var address = URI.create("https://127.0.0.1:" + euPort);
        var woken = new ConcurrentLinkedQueue<Long>();
        var ofUs =
                Following.of(KIT.system()).followers().add("us", "Conversation|trip|us", upTo -> toldOf(woken, upTo));
        var ofAp =
                Following.of(KIT.system()).followers().add("ap", "Conversation|trip|ap", upTo -> toldOf(woken, upTo));
        var json = new ObjectMapper();
        var many = "{\"events\":[%s]}"
                .formatted(String.join(
                        ",", Collections.nCopies(News.MOST + 1, "{\"id\":\"Conversation|trip|us\",\"seq\":1}")));

        for (var garbage : List.of(
                "[]",
                "\"news\"",
                "null",
                "{\"events\":[null]}",
                "{\"events\":[{\"seq\":1}]}",
                "{\"events\":[{\"id\":\"Conversation|trip|us\"}]}",
                "{\"events\":[{\"id\":\"Conversation|trip|us\",\"seq\":0}]}",
                "{\"events\":[{\"id\":\"Conversation|trip|us\",\"seq\":1},{\"id\":\"Conversation|trip|ap\",\"seq\":1}]}",
                "{\"events\":[{\"id\":\"%s|us\",\"seq\":1}]}".formatted("c".repeat(500)),
                many)) {
            assertThatThrownBy(() -> get(client.tell(address, LinkServer.NEWS, json.readTree(garbage))))
                    .as(garbage)
                    .hasStackTraceContaining("HTTP 400")
                    .hasStackTraceContaining("No news: ");
        }
        var huge = json.createObjectNode().put("x", "z".repeat(300_000));
        assertThatThrownBy(() -> get(client.tell(address, LinkServer.NEWS, huge)))
                .isInstanceOf(ExecutionException.class);
        assertThat(woken).isEmpty();

        var later = "{\"events\":[{\"id\":\"Conversation|trip|us\",\"seq\":1,\"since\":2}],\"kind\":\"x\"}";
        get(client.tell(address, LinkServer.NEWS, json.readTree(later)));
        assertThat(woken).as("of a later version").containsExactly(1L);
        ofUs.run();
        ofAp.run();
        binding.unbind();
    }

    /** Not of the looks that follow when the other region is silent. */
    private static void toldOf(Collection<Long> news, long upTo) {
        if (upTo > 0) {
            news.add(upTo);
        }
    }

    private RegionLink link(String own, TlsFiles tls) {
        return link(settings(own, tls, "eu"));
    }

    private static RegionLink link(LinkSettings settings) {
        return link(settings, Placements.NONE);
    }

    private static RegionLink link(LinkSettings settings, Placements placements) {
        return new RegionLink(KIT.system(), settings, REGISTERS.of(settings.own(), settings.primary()), placements);
    }

    private LinkSettings settings(String own, TlsFiles tls, String primary) {
        var neighbors = new TreeMap<String, List<URI>>();
        var other = own.equals("eu") ? "us" : "eu";
        neighbors.put(other, List.of(URI.create("https://127.0.0.1:" + (other.equals("eu") ? euPort : usPort))));
        return settings(own, tls, primary, neighbors);
    }

    private LinkSettings settings(String own, TlsFiles tls, String primary, SortedMap<String, List<URI>> neighbors) {
        return new LinkSettings(
                own,
                primary,
                "127.0.0.1",
                own.equals("eu") ? euPort : usPort,
                tls,
                neighbors,
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5));
    }

    private ServerBinding open(RegionLink link) throws Exception {
        return open(link, carryOut());
    }

    private ServerBinding open(RegionLink link, Commitments here) throws Exception {
        var bound = new CompletableFuture<ServerBinding>();
        KIT.spawn(Behaviors.setup(context -> {
            link.open(context, here, what -> confirmations.confirm(what), lost::add)
                    .whenComplete((binding, error) -> {
                        if (error == null) {
                            bound.complete(binding);
                        } else {
                            bound.completeExceptionally(error);
                        }
                    });
            return Behaviors.empty();
        }));
        return bound.get(30, TimeUnit.SECONDS);
    }

    private Commitments carryOut() {
        return approved -> {
            carriedOut.add(approved);
            return CompletableFuture.completedFuture(new CommitOutcome.Done("{\"reference\":\"JW123456\"}"));
        };
    }

    private static <T> CompletionStage<T> fail(String why) {
        return CompletableFuture.failedFuture(new AssertionError(why));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static void await(java.util.function.BooleanSupplier holds) {
        KIT.createTestProbe().awaitAssert(LONG, () -> {
            assertThat(holds.getAsBoolean()).isTrue();
            return null;
        });
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("No free port", e);
        }
    }
}
