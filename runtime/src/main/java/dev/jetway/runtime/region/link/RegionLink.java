package dev.jetway.runtime.region.link;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.http.javadsl.ServerBinding;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.commitment.Authority;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.Confirmations;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.follow.Following;
import dev.jetway.runtime.region.follow.Rounds;
import dev.jetway.runtime.region.primary.Primary;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/** This region's end of the link to all others. */
public final class RegionLink {

    /** The others may be of a later version. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final ActorSystem<?> system;
    private final LinkSettings settings;
    private final Placements placements;
    private final LinkClient client;
    private final Neighbors neighbors;
    private final Following following;
    private final NewsTally tally = new NewsTally();

    /** {@code null} until the link is open. */
    private volatile ActorRef<NewsActor.Command> news;

    private final Primary primary;
    private final PrimaryMoves moves;

    /**
     * @param primary of this region; listens to this link from now on
     * @param placements where conversations may be
     * @throws IllegalArgumentException naming the certificate file that can't be used
     */
    public RegionLink(ActorSystem<?> system, LinkSettings settings, Primary primary, Placements placements) {
        this.system = system;
        this.settings = settings;
        this.primary = primary;
        this.placements = placements;
        this.client = new LinkClient(system, settings);
        this.neighbors = new Neighbors(settings.neighbors().keySet(), settings.outOfReachAfter(), System::nanoTime);
        this.following = Following.of(system);
        this.moves = new PrimaryMoves(settings, client, neighbors, primary);
        primary.listenTo(neighbors::primaries);
    }

    /** What this region knows of all, as JSON for operators. */
    public String report() {
        var report = JSON.createObjectNode();
        var known = primary.latest();
        report.put("region", settings.own()).put("primary", known.region());
        report.set("moved", JSON.valueToTree(known));
        var others = report.putObject("others");
        neighbors.sights().forEach((region, sight) -> {
            var other = others.putObject(region);
            other.put("reachable", neighbors.answers(region));
            other.put(
                    "silentMillis",
                    neighbors.silence(region).orElse(Duration.ZERO).toMillis());
            if (sight.primary() != null) {
                other.put("primary", sight.primary().region())
                        .put("term", sight.primary().term());
            }
            var lag = neighbors.lags().get(region);
            other.putObject("lag")
                    .put("events", lag.count())
                    .put("p50Millis", lag.quantile(0.5))
                    .put("p99Millis", lag.quantile(0.99));
            other.put("followed", following.followers().count(region));
        });
        report.putObject("news")
                .put("told", tally.told().sum())
                .put("failed", tally.failed().sum())
                .put("forgotten", tally.forgotten().sum());
        return report.toString();
    }

    /** Makes another region the primary, for an operator. */
    public PrimaryMoves moves() {
        return moves;
    }

    /** Of this region, to act on what travelers approved. */
    public Authority authority() {
        return primary;
    }

    /** The region that carries out what travelers approve, when it is not this one. */
    public Optional<String> primaryElsewhere() {
        return Optional.of(primary.latest().region()).filter(named -> !named.equals(settings.own()));
    }

    /** Who of the others was heard of, and when. */
    public Neighbors neighbors() {
        return neighbors;
    }

    /**
     * Tells the other regions that a journal of this one has events up to this one. Never blocks; what can't be told is
     * found by the others in their own time.
     */
    public void stored(String persistenceId, long sequenceNumber) {
        var teller = news;
        if (teller != null) {
            var conversation = persistenceId.split("\\|")[1];
            teller.tell(new NewsActor.Stored(
                    persistenceId, sequenceNumber, region -> placements.mayBeIn(region, conversation)));
        }
    }

    /**
     * Answers the others, and watches them.
     *
     * @param here carries out approved actions in this region
     * @param confirmations says what this region has stored
     * @param lost told, on an actor's thread, of a region that is gone for long; must not block
     */
    public CompletionStage<ServerBinding> open(
            ActorContext<?> context, Commitments here, Confirmations confirmations, Consumer<String> lost) {
        context.spawn(
                NeighborWatch.create(
                        settings, neighbors, primary, region -> client.any(region, LinkServer.HEALTH), lost),
                "neighbor-watch");
        news = context.spawn(
                NewsActor.create(
                        following.settings(),
                        settings.neighbors(),
                        (address, told) -> client.tell(address, LinkServer.NEWS, told),
                        tally),
                "region-news");
        context.spawn(
                Rounds.create(
                        following,
                        settings.neighbors().keySet(),
                        region -> neighbors.silence(region).orElse(Duration.ZERO),
                        settings.outOfReachAfter()),
                "following-rounds");
        return new LinkServer(system, settings, placements, primary, here, confirmations, following.followers()).bind();
    }

    /**
     * Approved actions are carried out by the primary region, whichever that is when it is asked for, or where {@link
     * Placements#carrier} says; here when that is this one.
     *
     * @param limit how long another region may take
     */
    public Commitments commitments(Commitments here, Duration limit) {
        return approved -> {
            var carrier = placements.carrier(approved.id(), primary.latest().region());
            return carrier.equals(settings.own()) ? here.execute(approved) : there(carrier, approved, limit);
        };
    }

    /** Asks all other regions that may have it at once; those that have not stored it, or did not say so in time. Never fails. */
    public CompletionStage<SortedSet<String>> missing(Confirmation what) {
        var missing = new ConcurrentSkipListSet<String>();
        var answers = settings.neighbors().keySet().stream()
                .filter(region -> placements.mayBeIn(region, what.conversation()))
                .map(region -> client.post(
                                region, LinkServer.CONFIRMATIONS, JSON.valueToTree(what), settings.confirmWithin())
                        .handle((answer, error) -> error != null && missing.add(region))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> missing);
    }

    private CompletionStage<CommitOutcome> there(String carrier, Approved approved, Duration limit) {
        return client.post(carrier, LinkServer.COMMITMENTS, JSON.valueToTree(approved), limit)
                .handle((answer, error) -> {
                    if (error == null) {
                        return outcome(answer.toString());
                    }
                    if (LinkClient.cause(error) instanceof LinkRefusedException refused) {
                        return refused(refused);
                    }
                    throw new PrimaryAwayException(
                            carrier, neighbors.silence(carrier).orElse(Duration.ZERO), error);
                });
    }

    /** What the primary could not read was surely not done; all else is to be asked again. */
    private static CommitOutcome refused(LinkRefusedException refused) {
        if (refused.status() == 400 || refused.status() == 413) {
            return new CommitOutcome.NotSent("The region that carries it out could not read it.");
        }
        throw refused;
    }

    private static CommitOutcome outcome(String answer) {
        try {
            return JSON.readValue(answer, LinkServer.Settled.class).outcome();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The primary region's answer can't be read: " + e.getMessage(), e);
        }
    }
}
