package dev.jetway.runtime.region.link;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.http.javadsl.ServerBinding;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.Confirmations;
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
    private final LinkClient client;
    private final Neighbors neighbors;

    /** @throws IllegalArgumentException naming the certificate file that can't be used */
    public RegionLink(ActorSystem<?> system, LinkSettings settings) {
        this.system = system;
        this.settings = settings;
        this.client = new LinkClient(system, settings);
        this.neighbors = new Neighbors(settings.neighbors().keySet(), settings.outOfReachAfter(), System::nanoTime);
    }

    /** What this region knows of all, as JSON for operators. */
    public String report() {
        var report = JSON.createObjectNode();
        report.put("region", settings.own()).put("primary", settings.primary());
        var others = report.putObject("others");
        neighbors.sights().forEach((region, sight) -> {
            var other = others.putObject(region);
            other.put("reachable", sight.answered() && !neighbors.outOfReach(region));
            other.put(
                    "silentMillis",
                    neighbors.silence(region).orElse(Duration.ZERO).toMillis());
            var lag = neighbors.lags().get(region);
            other.putObject("lag")
                    .put("events", lag.count())
                    .put("p50Millis", lag.quantile(0.5))
                    .put("p99Millis", lag.quantile(0.99));
        });
        return report.toString();
    }

    /** The region that carries out what travelers approve, when it is not this one. */
    public Optional<String> primaryElsewhere() {
        return settings.primary().equals(settings.own()) ? Optional.empty() : Optional.of(settings.primary());
    }

    /** Who of the others was heard of, and when. */
    public Neighbors neighbors() {
        return neighbors;
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
                NeighborWatch.create(settings, neighbors, region -> client.any(region, LinkServer.HEALTH), lost),
                "neighbor-watch");
        return new LinkServer(system, settings, agreed(here), confirmations).bind();
    }

    /**
     * Approved actions are carried out by the primary region; here when that is this one.
     *
     * @param limit how long the primary may take
     */
    public Commitments commitments(Commitments here, Duration limit) {
        return settings.primary().equals(settings.own()) ? agreed(here) : approved -> there(approved, limit);
    }

    /** Asks all other regions at once; those that have not stored it, or did not say so in time. Never fails. */
    public CompletionStage<SortedSet<String>> missing(Confirmation what) {
        var missing = new ConcurrentSkipListSet<String>();
        var answers = settings.neighbors().keySet().stream()
                .map(region -> client.post(
                                region, LinkServer.CONFIRMATIONS, JSON.valueToTree(what), settings.confirmWithin())
                        .handle((answer, error) -> error != null && missing.add(region))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> missing);
    }

    /** Two primaries would both act on one approval. */
    private Commitments agreed(Commitments commitments) {
        return approved -> {
            var otherwise = neighbors.otherwise(settings.primary());
            return otherwise.isEmpty()
                    ? commitments.execute(approved)
                    : CompletableFuture.failedFuture(
                            new IllegalStateException("The primary region is %s here, and another in %s"
                                    .formatted(settings.primary(), String.join(", ", otherwise))));
        };
    }

    private CompletionStage<CommitOutcome> there(Approved approved, Duration limit) {
        return client.post(settings.primary(), LinkServer.COMMITMENTS, JSON.valueToTree(approved), limit)
                .handle((answer, error) -> {
                    if (error == null) {
                        return outcome(answer.toString());
                    }
                    if (LinkClient.cause(error) instanceof LinkRefusedException refused) {
                        return refused(refused);
                    }
                    throw new PrimaryAwayException(
                            settings.primary(),
                            neighbors.silence(settings.primary()).orElse(Duration.ZERO),
                            error);
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
