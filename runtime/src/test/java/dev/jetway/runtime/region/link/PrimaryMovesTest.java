package dev.jetway.runtime.region.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.commitment.Authority;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.link.PrimaryMoves.Request;
import dev.jetway.runtime.region.primary.Primary;
import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three regions in one process, over real links. */
class PrimaryMovesTest {

    private static final ActorTestKit KIT = ActorTestKit.create("primary-moves", Registers.config());
    private static final Registers REGISTERS = new Registers(KIT);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of("ap", "eu", "us");

    @TempDir
    private static Path folder;

    private static SortedMap<String, TlsFiles> certificates;

    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, Region> regions = new TreeMap<>();

    private record Region(RegionLink link, ServerBinding binding, ActorRef<Void> node) {}

    @BeforeAll
    static void certificates() throws Exception {
        certificates = LocalCertificates.in(folder, new TreeSet<>(NAMES));
    }

    @BeforeEach
    void start() throws Exception {
        REGISTERS.clear();
        NAMES.forEach(name -> ports.put(name, freePort()));
        for (var name : NAMES) {
            start(name);
        }
        NAMES.forEach(name -> NAMES.forEach(other ->
                await(() -> name.equals(other) || link(name).neighbors().answers(other))));
    }

    @AfterEach
    void stop() throws Exception {
        for (var name : List.copyOf(regions.keySet())) {
            kill(name);
        }
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void anOrderlyMoveCanBeAskedForAnywhereAndAllHearOfIt() throws Exception {
        var moved = move("ap", "us", false, "nearer to the airline");

        assertThat(moved.term()).isEqualTo(1);
        assertThat(moved.forced()).isFalse();
        assertThat(moved.reason()).isEqualTo("nearer to the airline");
        NAMES.forEach(name -> await(() -> primaryIn(name).equals("us")));
        get(leave("us")).giveBack();
        assertThatThrownBy(() -> get(leave("eu"))).hasMessageContaining("Region eu is not the primary, us is");
        assertThat(move("us", "us", false, "")).as("again").isEqualTo(moved);
        assertThat(move("us", "eu", false, "").term()).as("and back").isEqualTo(2);
        await(() -> primaryIn("eu").equals("eu"));
        get(leave("eu")).giveBack();
    }

    @Test
    void aMoveWaitsForWhatIsUnderWay() throws Exception {
        var underWay = get(leave("eu"));
        var moving =
                link("us").moves().move(new Request("us", false, "", "anna")).toCompletableFuture();
        await(() -> {
            var asked = leave("eu").toCompletableFuture();
            return asked.handle((given, refused) -> refused != null).join();
        });
        assertThatThrownBy(() -> get(leave("us"))).isNotNull();
        underWay.giveBack();

        assertThat(get(moving).region()).isEqualTo("us");
        get(leave("us")).giveBack();
    }

    @Test
    void aPrimaryThatIsAwayIsNotMovedUnlessForcedWithAReason() throws Exception {
        kill("eu");
        await(() -> !link("us").neighbors().answers("eu"));

        assertThatThrownBy(() -> move("us", "us", false, ""))
                .hasMessageContaining(
                        "Region eu, the primary, does not answer, and may still act. Wait until it is back")
                .hasMessageContaining("--force --reason");
        assertThatThrownBy(() -> move("us", "us", true, " "))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a reason");
        assertThat(primaryIn("us")).isEqualTo("eu");

        var moved = move("ap", "us", true, "eu burned\ndown");
        assertThat(moved.forced()).isTrue();
        assertThat(moved.reason()).isEqualTo("eu burned down");
        await(() -> primaryIn("us").equals("us"));
        get(leave("us")).giveBack();
        assertThat(new ObjectMapper()
                        .readTree(link("ap").report())
                        .at("/moved/reason")
                        .asText())
                .isEqualTo("eu burned down");

        start("eu");
        assertThatThrownBy(() -> get(leave("eu")))
                .as("it comes back, thinks it is the primary, and hears the others first")
                .hasMessageMatching("(?s).*(asks the others first|Region eu is not the primary, us is).*");
        await(() -> primaryIn("eu").equals("us"));
        awaitOthers("eu");
        assertThatThrownBy(() -> get(leave("eu"))).hasMessageContaining("Region eu is not the primary, us is");
    }

    @Test
    void anInterruptedMoveIsGoneOnWithByAskingAgain() throws Exception {
        // The old one has recorded it, and nobody else heard so.
        kill("us");
        kill("ap");
        var moved = get(primary("eu").stepDown(new PrimaryMoved(1, "us", "anna", "", false, 0)));
        kill("eu");
        start("us");
        assertThatThrownBy(() -> get(leave("us"))).isNotNull();
        start("eu");
        await(() -> link("us").neighbors().answers("eu"));

        assertThat(move("us", "us", false, "")).isEqualTo(moved);
        awaitOthers("us");
        get(leave("us")).giveBack();
    }

    @Test
    void whatCanNotBeTheNextPrimaryChangesNothing() throws Exception {
        assertThatThrownBy(() -> move("eu", "mars", false, ""))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no region mars");
        kill("us");
        await(() -> !link("eu").neighbors().answers("us"));
        assertThatThrownBy(() -> move("eu", "us", false, ""))
                .hasMessageContaining("Region us does not answer, so it can't become the primary");
        get(leave("eu")).giveBack();

        var client = new LinkClient(KIT.system(), settings("ap"));
        var mars = new ObjectMapper().valueToTree(new PrimaryMoved(1, "mars", "", "", false, 0));
        for (var path : List.of(PrimaryRoutes.STEP_DOWN, PrimaryRoutes.FORCE, PrimaryRoutes.HEARD)) {
            assertThatThrownBy(() -> get(client.post("eu", path, mars, LONG)))
                    .hasMessageContaining("HTTP 400")
                    .hasMessageContaining("There is no region mars");
            assertThatThrownBy(() -> get(client.post("eu", path, new ObjectMapper().createObjectNode(), LONG)))
                    .hasMessageContaining("HTTP 400");
        }
        var toAp = new ObjectMapper().valueToTree(new PrimaryMoved(5, "ap", "", "", false, 0));
        assertThatThrownBy(() -> get(client.post("eu", PrimaryRoutes.STEP_DOWN, toAp, LONG)))
                .hasMessageContaining("HTTP 409")
                .hasMessageContaining("Region eu knows eu as the primary, in term 0");
        get(leave("eu")).giveBack();
    }

    @Test
    void regionsThatDoNotAgreeAreMadeToByForce() throws Exception {
        var inUs = new PrimaryMoved(1, "us", "anna", "eu is gone", true, 0);
        var inAp = new PrimaryMoved(1, "ap", "ben", "eu is gone", true, 0);
        get(CompletableFuture.allOf(
                primary("us").force(inUs).toCompletableFuture(),
                primary("ap").force(inAp).toCompletableFuture()));
        await(() -> refusal("us").contains("both in term 1") && refusal("ap").contains("both in term 1"));

        assertThatThrownBy(() -> move("us", "us", false, ""))
                .hasMessageContaining("Regions don't agree on the primary")
                .hasMessageContaining("--force");
        assertThat(move("us", "us", true, "it is").term()).isEqualTo(2);
        NAMES.forEach(name -> await(() -> primaryIn(name).equals("us")));
        await(() -> refusal("us").isEmpty());
    }

    private String refusal(String region) {
        return leave(region)
                .toCompletableFuture()
                .handle((given, refused) -> {
                    if (refused != null) {
                        return refused.getMessage();
                    }
                    given.giveBack();
                    return "";
                })
                .join();
    }

    private PrimaryMoved move(String asked, String to, boolean force, String reason) throws Exception {
        return get(link(asked).moves().move(new Request(to, force, reason, "anna")));
    }

    private CompletionStage<Authority.Leave> leave(String region) {
        return link(region).authority().leave();
    }

    private RegionLink link(String region) {
        return regions.get(region).link();
    }

    private Primary primary(String region) {
        return (Primary) link(region).authority();
    }

    private String primaryIn(String region) {
        return primary(region).latest().region();
    }

    private void awaitOthers(String region) {
        await(() -> link(region).neighbors().primaries().isPresent());
    }

    private void start(String name) throws Exception {
        var link = new RegionLink(KIT.system(), settings(name), REGISTERS.of(name, "eu"), Placements.NONE);
        var bound = new CompletableFuture<ServerBinding>();
        ActorRef<Void> node = KIT.spawn(Behaviors.setup(context -> {
            link.open(
                            context,
                            approved -> CompletableFuture.failedStage(new AssertionError()),
                            what -> CompletableFuture.failedStage(new AssertionError()),
                            lost -> {})
                    .whenComplete((binding, error) -> {
                        if (error == null) {
                            bound.complete(binding);
                        } else {
                            bound.completeExceptionally(error);
                        }
                    });
            return Behaviors.empty();
        }));
        regions.put(name, new Region(link, get(bound), node));
    }

    private void kill(String name) throws Exception {
        var region = regions.remove(name);
        KIT.stop(region.node());
        get(region.binding().terminate(Duration.ofMillis(100)));
    }

    private LinkSettings settings(String own) {
        var neighbors = new TreeMap<String, List<URI>>();
        ports.forEach((name, port) -> {
            if (!name.equals(own)) {
                neighbors.put(name, List.of(URI.create("https://127.0.0.1:" + port)));
            }
        });
        return new LinkSettings(
                own,
                "eu",
                "127.0.0.1",
                ports.get(own),
                certificates.get(own),
                neighbors,
                Duration.ofMillis(100),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(2));
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
