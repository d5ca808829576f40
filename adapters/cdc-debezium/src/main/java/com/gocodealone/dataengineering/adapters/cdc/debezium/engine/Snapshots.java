package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;

import java.util.List;
import java.util.Map;

/** The snapshots of one stream: the one it begins with, and those on demand. Thread-safe. */
public interface Snapshots {
    /** Of a stream that takes none on demand. */
    Snapshots NONE = List::of;

    /** How far the tables are. */
    List<SnapshotProgress> progress();

    /** Why tables are not read that should be, with the repair. */
    default List<String> warnings() {
        return List.of();
    }

    /** As {@link com.gocodealone.dataengineering.domain.cdc.ChangeStream#snapshot}. */
    default void request(SnapshotRequest request) throws InterruptedException {
        throw new Failure(
                Failure.Kind.UNSUPPORTED, "this database's stream takes no snapshot on demand");
    }

    /** As {@link com.gocodealone.dataengineering.domain.cdc.ChangeStream#cancelSnapshot}. */
    default void cancel(String id) throws InterruptedException {
        throw new Failure(
                Failure.Kind.UNSUPPORTED, "this database's stream takes no snapshot on demand");
    }

    /** What has to be stored once all up to {@code acknowledged} is done. */
    default Map<String, String> advance(List<TableRead> acknowledged) {
        return Map.of();
    }
}
