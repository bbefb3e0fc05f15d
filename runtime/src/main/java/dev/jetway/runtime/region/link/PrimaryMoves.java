package dev.jetway.runtime.region.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.region.primary.Primary;
import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes another region the primary. The old one is asked to step down first, wherever the operator asks; what was
 * interrupted is gone on with by asking again.
 */
public final class PrimaryMoves {

    static final String HOW_TO_AGREE = "End it with: jetway regions primary REGION --force --reason \"…\"";

    /** Over what the other region takes, so that its answer comes first. */
    private static final Duration LINK = Duration.ofSeconds(10);

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * @param to the region that is to be the primary
     * @param force make it so even if the old primary does not agree
     * @param reason kept and logged; needed when forced
     * @param by who asks for it, in words
     */
    public record Request(String to, boolean force, String reason, String by) {}

    private final LinkSettings settings;
    private final LinkClient client;
    private final Neighbors neighbors;
    private final Primary primary;

    PrimaryMoves(LinkSettings settings, LinkClient client, Neighbors neighbors, Primary primary) {
        this.settings = settings;
        this.client = client;
        this.neighbors = neighbors;
        this.primary = primary;
    }

    /**
     * Ends when the new primary knows that it is it. Safe to repeat.
     *
     * @return what counts from now on; fails with an {@link IllegalArgumentException} when the request makes no sense,
     *     and with an {@link IllegalStateException} that says what to do when it can't be done now
     */
    public CompletionStage<PrimaryMoved> move(Request request) {
        if (!settings.knows(request.to())) {
            return senseless("There is no region %s, only %s and %s"
                    .formatted(
                            request.to(), String.join(", ", settings.neighbors().keySet()), settings.own()));
        }
        if (request.force() && request.reason().isBlank()) {
            return senseless("A forced move needs a reason: it is kept, for whoever asks later why it was done");
        }
        var newest = neighbors.sights().values().stream()
                .map(Neighbors.Sight::primary)
                .filter(said -> said != null && said.term() > primary.latest().term())
                .max((one, other) -> Long.compare(one.term(), other.term()));
        return newest.map(primary::hear)
                .orElseGet(() -> primary.read(LINK))
                .thenCompose(known -> moveFrom(known, request));
    }

    private CompletionStage<PrimaryMoved> moveFrom(PrimaryMoved known, Request request) {
        var to = request.to();
        var disagreeing = disagreeing(known);
        if (!disagreeing.isEmpty() && !request.force()) {
            return refused("Regions don't agree on the primary: it is %s here, and another in %s, both in term %d. %s"
                    .formatted(known.region(), String.join(", ", disagreeing), known.term(), HOW_TO_AGREE));
        }
        if (disagreeing.isEmpty() && known.region().equals(to)) {
            return told(known);
        }
        if (!to.equals(settings.own()) && !reachable(to)) {
            return refused("Region %s does not answer, so it can't become the primary".formatted(to));
        }
        var wanted = new PrimaryMoved(known.term() + 1, to, request.by(), request.reason(), false, 0);
        if (!disagreeing.isEmpty()) {
            return forced(wanted);
        }
        return steppedDown(known.region(), wanted)
                .handle((moved, error) -> error == null ? told(moved, to) : notGiven(known, wanted, request, error))
                .thenCompose(next -> next);
    }

    private CompletionStage<PrimaryMoved> steppedDown(String from, PrimaryMoved wanted) {
        if (from.equals(settings.own())) {
            return primary.stepDown(wanted);
        }
        return reachable(from)
                ? post(from, PrimaryRoutes.STEP_DOWN, wanted, primary.lease().plus(LINK))
                : CompletableFuture.failedStage(
                        new PrimaryAwayException(from, neighbors.silence(from).orElse(Duration.ZERO), null));
    }

    private CompletionStage<PrimaryMoved> notGiven(
            PrimaryMoved known, PrimaryMoved wanted, Request request, Throwable error) {
        var cause = LinkClient.cause(error);
        boolean said = cause instanceof IllegalStateException
                || cause instanceof LinkRefusedException refusal && refusal.status() == 409;
        if (said) {
            return refused("Region %s does not step down: %s".formatted(known.region(), cause.getMessage()));
        }
        if (request.force()) {
            return forced(wanted);
        }
        return refused(
                ("Region %s, the primary, does not answer, and may still act. Wait until it is back. Or, if it is"
                                + " certain that no node of it runs: --force --reason \"…\". Should one run after all, an"
                                + " approved action may be carried out by both regions")
                        .formatted(known.region()));
    }

    private CompletionStage<PrimaryMoved> forced(PrimaryMoved wanted) {
        var move = new PrimaryMoved(wanted.term(), wanted.region(), wanted.by(), wanted.reason(), true, 0);
        return move.region().equals(settings.own())
                ? primary.force(move)
                : post(move.region(), PrimaryRoutes.FORCE, move, LINK).thenCompose(primary::hear);
    }

    /** Of what the old primary has recorded. */
    private CompletionStage<PrimaryMoved> told(PrimaryMoved moved, String to) {
        return moved.region().equals(to)
                ? told(moved)
                : primary.hear(moved)
                        .thenCompose(known -> refused("Meanwhile region %s has become the primary, in term %d"
                                .formatted(known.region(), known.term())));
    }

    private CompletionStage<PrimaryMoved> told(PrimaryMoved moved) {
        return primary.hear(moved).thenCompose(known -> {
            if (known.region().equals(settings.own())) {
                return CompletableFuture.completedStage(known);
            }
            return post(known.region(), PrimaryRoutes.HEARD, known, LINK)
                    .exceptionallyCompose(error -> refused(
                            "Region %s is the primary from now on, and did not answer when it was told so: until it hears of it, nothing that is approved is carried out. Ask again"
                                    .formatted(known.region())));
        });
    }

    private CompletionStage<PrimaryMoved> post(String region, String path, PrimaryMoved move, Duration limit) {
        return client.post(region, path, JSON.valueToTree(move), limit).thenApply(PrimaryMoves::read);
    }

    private static PrimaryMoved read(JsonNode answer) {
        try {
            return JSON.treeToValue(answer, PrimaryMoved.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The other region's answer can't be read: " + e.getMessage(), e);
        }
    }

    private boolean reachable(String region) {
        return neighbors.answers(region);
    }

    private List<String> disagreeing(PrimaryMoved known) {
        return neighbors.sights().entrySet().stream()
                .filter(sight -> sight.getValue().primary() != null
                        && sight.getValue().primary().contradicts(known))
                .map(sight -> "%s (%s)"
                        .formatted(sight.getKey(), sight.getValue().primary().region()))
                .toList();
    }

    private static <T> CompletionStage<T> senseless(String why) {
        return CompletableFuture.failedStage(new IllegalArgumentException(why));
    }

    private static <T> CompletionStage<T> refused(String why) {
        return CompletableFuture.failedStage(new IllegalStateException(why));
    }
}
