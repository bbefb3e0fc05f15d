package dev.jetway.runtime.region.follow;

import akka.NotUsed;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.scaladsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.scaladsl.EventsByPersistenceIdQuery;
import akka.persistence.query.scaladsl.ReadJournal;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows the journals of another region for Replicated Event Sourcing: repeats a query of another journal plugin when
 * there is news.
 */
public final class FollowingJournal implements ReadJournal, EventsByPersistenceIdQuery {

    private static final String PREFIX = "jetway-following.";

    private final String region;
    private final CurrentEventsByPersistenceIdQuery journal;
    private final Following following;

    FollowingJournal(String region, CurrentEventsByPersistenceIdQuery journal, Following following) {
        this.region = region;
        this.journal = journal;
        this.following = following;
    }

    /**
     * By region the plugin to follow it with: for every other region one of these.
     *
     * @param queryPlugins by region, the plugin to read it with
     * @param own the region that follows; its own journal stays as it is
     */
    public static SortedMap<String, String> plugins(Map<String, String> queryPlugins, String own) {
        var plugins = new TreeMap<String, String>();
        queryPlugins.forEach((region, plugin) -> plugins.put(region, region.equals(own) ? plugin : PREFIX + plugin));
        return Collections.unmodifiableSortedMap(plugins);
    }

    /** What Akka has to be told of {@link #plugins}. */
    public static Config configuration(Map<String, String> queryPlugins, String own) {
        var config = ConfigFactory.empty("following");
        for (var other : new TreeMap<>(queryPlugins).entrySet()) {
            if (!other.getKey().equals(own)) {
                config = config.withFallback(ConfigFactory.parseMap(Map.of(
                                "class",
                                FollowingJournalProvider.class.getName(),
                                "region",
                                other.getKey(),
                                "journal",
                                other.getValue()))
                        .atPath(PREFIX + other.getValue()));
            }
        }
        return config;
    }

    @Override
    public akka.stream.scaladsl.Source<EventEnvelope, NotUsed> eventsByPersistenceId(
            String persistenceId, long fromSequenceNr, long toSequenceNr) {
        return Source.fromGraph(new FollowedEvents(
                        fromSequenceNr,
                        toSequenceNr,
                        from -> journal.currentEventsByPersistenceId(persistenceId, from, toSequenceNr)
                                .asJava(),
                        follower -> following.followers().add(region, persistenceId, follower),
                        following.settings().retries(),
                        this::untilTick))
                .asScala();
    }

    private Duration untilTick() {
        return following
                .settings()
                .untilTick(
                        System.currentTimeMillis(),
                        following.followers().count(region),
                        ThreadLocalRandom.current().nextDouble());
    }
}
