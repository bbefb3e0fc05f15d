package dev.jetway.loadtests.region;

import dev.jetway.loadtests.drill.Checker;
import dev.jetway.loadtests.drill.ClientHistory;
import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.HistoryFile;
import dev.jetway.loadtests.drill.LastWord;
import dev.jetway.loadtests.drill.Observation;
import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Stored;
import dev.jetway.loadtests.drill.Observation.Unread;
import dev.jetway.loadtests.drill.TravelBackEnd;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Rounds on two regions that run: clients at work, a fault, its end, and what came of it. For one thread. */
final class RegionDrill {

    private static final Duration SLOW_SEARCH = Duration.ofMillis(700);
    private static final Duration SLOW_BOOKING = Duration.ofMillis(1_500);
    private static final Duration AFTER = Duration.ofSeconds(6);
    private static final Duration SETTLE = Duration.ofMinutes(4);
    private static final Duration SPARE = Duration.ofMinutes(8);

    /** Messages of the last seconds before the fault may arrive in it, and say nothing of the lag without one. */
    private static final Duration ARRIVED = Duration.ofSeconds(6);

    private static final Duration EQUAL_LIMIT = Duration.ofSeconds(90);
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);

    private final Regions regions;
    private final HttpClient http;
    private final TravelBackEnd travel;
    private final int conversations;
    private final Path folder;
    private final Consumer<String> progress;
    private int rounds;

    /** @param folder takes the histories */
    RegionDrill(
            Regions regions,
            HttpClient http,
            TravelBackEnd travel,
            int conversations,
            Path folder,
            Consumer<String> progress) {
        this.regions = regions;
        this.http = http;
        this.travel = travel;
        this.conversations = conversations;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Blocks until the round is over, at most some fifteen minutes more than the fault lasts.
     *
     * @throws IOException when it could not be done; what the regions did wrong is in the report
     */
    RoundReport run(Round round) throws IOException {
        rounds++;
        var limit = SPARE.plus(round.calm()).plus(round.struck()).plus(SETTLE);
        var name = "r%d-%s".formatted(rounds, Long.toString(System.currentTimeMillis(), 36));
        try (var load = new Load(regions, http, new Random(round.seed()), name, conversations, limit)) {
            return run(round, load);
        } finally {
            travel.clearFaults();
        }
    }

    private RoundReport run(Round round, Load load) throws IOException {
        progress.accept("preparing %d bookings".formatted(load.approvals()));
        load.prepare();
        for (var tool : List.of("flights", "hotels", "weather", "destinations")) {
            travel.slow(tool, "*", SLOW_SEARCH);
        }
        travel.slow("bookings", "create", SLOW_BOOKING);
        progress.accept("at work, the fault comes in " + Figures.seconds(round.calm()));
        var began = Instant.now();
        load.begin(round);
        Pauses.sleep(round.calm());
        progress.accept("%s for %s".formatted(round.fault(), Figures.seconds(round.struck())));
        var struck = Instant.now();
        round.fault().strike(regions);
        Pauses.sleep(round.struck().minus(Duration.between(struck, Instant.now())));
        if (round.quiet()) {
            load.end();
        }
        progress.accept("healing");
        var healing = Instant.now();
        round.fault().heal(regions);
        var healed = Instant.now();
        if (!round.quiet()) {
            Pauses.sleep(AFTER);
            progress.accept("waiting for the last turns");
            load.end();
        }
        travel.clearFaults();
        var ended = Instant.now();
        var histories = load.histories();
        progress.accept("reading %d conversations in both regions"
                .formatted(travelers(histories).size()));
        var readings = readUntilEqual(travelers(histories));
        var equal = Instant.now();
        var all = new ArrayList<>(histories);
        all.addAll(readings);
        var bookings = bookings(travelers(histories));
        HistoryFile.write(folder.resolve("history-%d.jsonl".formatted(rounds)), all);

        var figures = new LinkedHashMap<String, String>();
        figures.put("round", "%d: %s, seed %d".formatted(rounds, round.fault(), round.seed()));
        figures.put("struck for", Figures.seconds(Duration.between(struck, healing)));
        figures.put("healed within", Figures.seconds(Duration.between(healing, healed)));
        figures.put("from there until every turn had ended", Figures.seconds(Duration.between(healed, ended)));
        figures.put("from there until both regions were equal", Figures.seconds(Duration.between(ended, equal)));
        figures.put(
                "bookings in the database",
                "%d for %d approvals"
                        .formatted(
                                bookings.values().stream().mapToInt(List::size).sum(), load.approvals()));
        figures.putAll(figures(histories, round.fault(), began, struck));
        return new RoundReport(round, figures, Checker.check(all, bookings), all);
    }

    private static Map<String, String> figures(
            List<ClientHistory> histories, Fault fault, Instant began, Instant struck) {
        var figures = new LinkedHashMap<String, String>();
        figures.put(
                "messages and approvals acknowledged",
                String.valueOf(histories.stream()
                        .flatMap(history -> history.all(Acknowledged.class))
                        .count()));
        figures.put(
                "turns answered, failed",
                "%d, %d".formatted(Figures.ended(histories, How.ANSWERED), Figures.ended(histories, How.FAILED)));
        figures.put(
                "lag between regions before the fault",
                Figures.lag(histories, began, struck.minus(ARRIVED)).toString());
        if (fault instanceof Fault.KillRegion kill) {
            var served = Figures.servedElsewhere(histories, kill.region(), struck);
            figures.put(
                    "first turn served by the other region",
                    served.sorted().isEmpty() ? "none" : Figures.seconds(served.first()));
            figures.put("turn served by the other, each front end", served.toString());
        }
        return figures;
    }

    private static Set<String> travelers(List<ClientHistory> histories) {
        var travelers = new LinkedHashSet<String>();
        histories.forEach(history -> travelers.add(history.traveler()));
        return travelers;
    }

    private Map<String, List<String>> bookings(Set<String> travelers) throws IOException {
        var bookings = new HashMap<String, List<String>>();
        for (var traveler : travelers) {
            bookings.put(traveler, travel.bookings(traveler));
        }
        return bookings;
    }

    /** What both regions say of each conversation at last; asked again while they differ, until the time is over. */
    private List<ClientHistory> readUntilEqual(Set<String> travelers) throws IOException {
        var last = new LinkedHashMap<String, List<Noted>>();
        var differing = new ArrayList<>(travelers);
        long deadline = System.nanoTime() + EQUAL_LIMIT.toNanos();
        while (!differing.isEmpty()) {
            for (var traveler : differing) {
                last.put(traveler, read(traveler));
            }
            differing.removeIf(traveler -> settled(last.get(traveler)));
            if (System.nanoTime() > deadline) {
                break;
            }
            if (!differing.isEmpty()) {
                Pauses.sleep(READ_AGAIN);
            }
        }
        var readings = new ArrayList<ClientHistory>();
        last.forEach((traveler, noted) -> readings.add(new ClientHistory(traveler, "reader", noted)));
        return readings;
    }

    private List<Noted> read(String traveler) {
        var noted = new ArrayList<Noted>();
        for (var region : Regions.NAMES) {
            Observation said;
            try {
                said = LastWord.read(http, regions.region(region).doors().get(0), traveler);
            } catch (IOException e) {
                said = new Unread(region, e.getMessage());
            }
            noted.add(new Noted(Instant.now(), region, said));
        }
        return noted;
    }

    private static boolean settled(List<Noted> readings) {
        var said = new HashSet<List<Message>>();
        for (var noted : readings) {
            if (!(noted.what() instanceof Stored stored) || stored.running()) {
                return false;
            }
            said.add(stored.messages());
        }
        return said.size() == 1;
    }
}
