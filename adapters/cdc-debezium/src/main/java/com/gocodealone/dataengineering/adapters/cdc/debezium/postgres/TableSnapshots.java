package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.InitialProgress;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotWishes;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Snapshots;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The snapshots of PostgreSQL tables. Thread-safe.
 *
 * @param ofStart what the start has warned of
 */
record TableSnapshots(
        InitialProgress initial,
        SnapshotWishes wishes,
        SnapshotCheck check,
        TableJoin join,
        List<String> ofStart)
        implements Snapshots {
    @Override
    public void request(SnapshotRequest request) {
        check.check(request);
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
        List<String> all = new ArrayList<>(ofStart);
        all.addAll(join.warnings());
        return all;
    }
}
