package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotWishes;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a source remembers in the host's store: where it was, how its tables were there, and on
 * which server. One thread writes; any may read.
 */
record Memory(StateStore state, Offsets offsets, TableHistory history, SnapshotWishes wishes) {
    private static final String SERVER = "debezium.server";
    private static final String ROWS = "debezium.rows_first";

    static Memory of(StateStore state) {
        return new Memory(
                state, new Offsets(state), new TableHistory(state), new SnapshotWishes(state));
    }

    /** The identity of the server that was read last; null when that is not known. */
    @Nullable String server() {
        return state.get(SERVER);
    }

    void server(String identity) {
        if (!identity.equals(server())) {
            Offsets.keep(() -> state.put(Map.of(SERVER, identity)));
        }
    }

    /** Whether the rows come before the changes, until the stream has a place in the log. */
    boolean rowsFirst() {
        return state.get(ROWS) != null;
    }

    void rowsFirst(boolean first) {
        Offsets.keep(
                () -> {
                    if (first) {
                        state.put(Map.of(ROWS, "true"));
                    } else {
                        state.remove(ROWS);
                    }
                });
    }

    /** Nothing is known any more of what was read. */
    void forget() {
        offsets.forget();
        Offsets.keep(history::forget);
    }
}
