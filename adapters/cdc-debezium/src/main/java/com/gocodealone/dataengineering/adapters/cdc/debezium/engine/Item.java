package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;

import io.debezium.engine.RecordChangeEvent;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** What Debezium's thread hands to the stream's, in order. Immutable. */
public sealed interface Item {
    /** The record whose offset says that everything up to here is done; null when none does. */
    @Nullable RecordChangeEvent<SourceRecord> mark();

    /** About how much memory it takes. */
    long bytes();

    /**
     * All changes of one position.
     *
     * @param endsSnapshot whether no row of the snapshot follows
     */
    record Group(
            Position position,
            List<ChangeEvent> events,
            long bytes,
            @Nullable RecordChangeEvent<SourceRecord> mark,
            boolean endsSnapshot)
            implements Item {
        public boolean isSnapshot() {
            return events.getFirst().operation() == Operation.READ;
        }
    }

    /** A place in the log that no change of ours is at. */
    record Boundary(@Nullable RecordChangeEvent<SourceRecord> mark) implements Item {
        @Override
        public long bytes() {
            return 0;
        }
    }
}
