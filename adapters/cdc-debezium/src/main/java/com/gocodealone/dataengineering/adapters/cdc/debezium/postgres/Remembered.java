package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotWishes;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

/** What a source remembers in the host's store. */
record Remembered(Offsets offsets, FollowedTables tables, SnapshotWishes wishes) {
    static Remembered in(StateStore state) {
        return new Remembered(
                new Offsets(state), new FollowedTables(state), new SnapshotWishes(state));
    }
}
