package dev.jetway.runtime.region.follow;

import akka.NotUsed;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.ReadJournalProvider;
import akka.persistence.query.javadsl.EventsByPersistenceIdQuery;
import akka.persistence.query.scaladsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.scaladsl.ReadJournal;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;

/** Created by Akka, see {@link FollowingJournal#configuration}. */
public final class FollowingJournalProvider implements ReadJournalProvider {

    private final FollowingJournal journal;

    /** @param config the plugin's own section */
    public FollowingJournalProvider(ExtendedActorSystem system, Config config) {
        ReadJournal repeated = PersistenceQuery.get(system).readJournalFor(config.getString("journal"));
        journal = new FollowingJournal(
                config.getString("region"),
                (CurrentEventsByPersistenceIdQuery) repeated,
                Following.of(Adapter.toTyped(system)));
    }

    @Override
    public ReadJournal scaladslReadJournal() {
        return journal;
    }

    @Override
    public akka.persistence.query.javadsl.ReadJournal javadslReadJournal() {
        return new ForJava(journal);
    }

    private record ForJava(FollowingJournal journal)
            implements akka.persistence.query.javadsl.ReadJournal, EventsByPersistenceIdQuery {

        @Override
        public Source<EventEnvelope, NotUsed> eventsByPersistenceId(String persistenceId, long from, long to) {
            return journal.eventsByPersistenceId(persistenceId, from, to).asJava();
        }
    }
}
