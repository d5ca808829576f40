package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The snapshots of a stream that takes them on demand. Thread-safe.
 *
 * @param check refuses what could not be read
 * @param reasons why tables are not read that should be
 */
public record TableSnapshots(
        InitialProgress initial,
        SnapshotWishes wishes,
        Consumer<SnapshotRequest> check,
        Supplier<List<String>> reasons)
        implements Snapshots {
    @Override
    public void request(SnapshotRequest request) {
        check.accept(request);
        wishes.add(request);
    }

    @Override
    public void cancel(String id) {
        wishes.cancel(id);
    }

    @Override
    public Map<String, String> advance(List<TableRead> acknowledged) {
        return wishes.advance(acknowledged);
    }

    @Override
    public List<SnapshotProgress> progress() {
        List<SnapshotProgress> all = new ArrayList<>(initial.progress());
        all.addAll(wishes.progress());
        return all;
    }

    @Override
    public List<String> warnings() {
        return reasons.get();
    }
}
