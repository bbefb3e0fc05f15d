package dev.jetway.runtime.conversation;

import akka.dispatch.Futures;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/** A snapshot store that is as slow as a test wants it, and forgets everything. */
public final class HeldSnapshots extends SnapshotStore {

    private static final Queue<Promise<Void>> HELD = new ConcurrentLinkedQueue<>();

    static int held() {
        return HELD.size();
    }

    static void release() {
        for (var saving = HELD.poll(); saving != null; saving = HELD.poll()) {
            saving.success(null);
        }
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String id, SnapshotSelectionCriteria criteria) {
        return Futures.successful(Optional.empty());
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        Promise<Void> saving = Futures.promise();
        HELD.add(saving);
        return saving.future();
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return Futures.successful(null);
    }

    @Override
    public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
        return Futures.successful(null);
    }
}
