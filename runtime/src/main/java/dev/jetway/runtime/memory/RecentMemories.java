package dev.jetway.runtime.memory;

import dev.jetway.agents.memory.Remembered;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What was read of travelers lately, so that not every message costs a read. Who changes something on this node sees it
 * at once, the region's other nodes as soon as they are told, other regions when what they have read is too old.
 */
final class RecentMemories implements Memories {

    private static final long LIMIT_MILLIS = 10_000;

    private final Function<Whose, CompletionStage<Remembered>> read;
    private final BiFunction<Whose, Spoken, CompletionStage<Remembered>> write;
    private final Consumer<Whose> changed;
    private final MemorySettings settings;
    private final Clock clock;
    private final Map<Whose, Read> recent = new LinkedHashMap<>(16, 0.75f, true);

    /** A change, and where it was asked for. */
    record Spoken(Change change, String conversation) {}

    private record Read(CompletableFuture<Remembered> known, long until) {}

    /** @param changed told of each traveler of whom something else is known now; must not block */
    RecentMemories(
            Function<Whose, CompletionStage<Remembered>> read,
            BiFunction<Whose, Spoken, CompletionStage<Remembered>> write,
            Consumer<Whose> changed,
            MemorySettings settings,
            Clock clock) {
        this.read = read;
        this.write = write;
        this.changed = changed;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Remembered> recall(Whose whose) {
        var asked = new CompletableFuture<Remembered>();
        synchronized (recent) {
            var known = recent.get(whose);
            if (known != null && clock.millis() < known.until()) {
                return known.known().copy();
            }
            put(whose, asked);
        }
        read.apply(whose).whenComplete((known, error) -> {
            if (error != null) {
                drop(whose, asked);
                asked.completeExceptionally(error);
            } else {
                asked.complete(known);
            }
        });
        if (asked.isDone()) {
            return asked.copy();
        }
        asked.orTimeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS).whenComplete((known, late) -> {
            if (late != null) {
                drop(whose, asked);
            }
        });
        return asked.copy();
    }

    @Override
    public CompletionStage<Remembered> change(Whose whose, Change change, String conversation) {
        return write.apply(whose, new Spoken(change, conversation)).whenComplete((now, error) -> {
            forget(whose);
            changed.accept(whose);
        });
    }

    /** What was read of a traveler is not true any more. */
    void forget(Whose whose) {
        synchronized (recent) {
            recent.remove(whose);
        }
    }

    private void put(Whose whose, CompletableFuture<Remembered> asked) {
        recent.put(whose, new Read(asked, clock.millis() + settings.recentFor().toMillis()));
        if (recent.size() > settings.recent()) {
            var eldest = recent.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    private void drop(Whose whose, CompletableFuture<Remembered> asked) {
        synchronized (recent) {
            var known = recent.get(whose);
            if (known != null && known.known() == asked) {
                recent.remove(whose);
            }
        }
    }
}
