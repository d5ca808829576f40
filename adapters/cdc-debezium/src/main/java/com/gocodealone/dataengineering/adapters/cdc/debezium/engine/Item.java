package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What Debezium's thread hands to the stream's, in order. Immutable. */
public sealed interface Item {
    /** About how much memory a mark takes. */
    long MARK_BYTES = 600;

    /** Debezium's offset that says that everything up to here is done; null when none does. */
    @Nullable Map<String, ?> mark();

    /** When the first change of it was committed; null when there is none. */
    @Nullable Instant committedAt();

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
            @Nullable Map<String, ?> mark,
            boolean endsSnapshot)
            implements Item {
        @Override
        public Instant committedAt() {
            return events.getFirst().committedAt();
        }

        public boolean isSnapshot() {
            return events.getFirst().operation() == Operation.READ;
        }
    }

    /** The structure that a table has from the next change of it on. */
    record Structured(SchemaVersion version) implements Item {
        @Override
        public @Nullable Map<String, ?> mark() {
            return null;
        }

        @Override
        public @Nullable Instant committedAt() {
            return null;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /**
     * A row that was read on demand.
     *
     * @param reached how far its table is with this row
     */
    record Read(ChangeEvent event, long bytes, TableRead reached) implements Item {
        @Override
        public @Nullable Map<String, ?> mark() {
            return null;
        }

        @Override
        public Instant committedAt() {
            return event.committedAt();
        }

        /** The row as it is after {@code change}; null when that told all of it. */
        public @Nullable Read after(ChangeEvent change) {
            Row told = change.after();
            if (told == null || told.unchangedColumns().isEmpty()) {
                return null;
            }
            Row before = Objects.requireNonNull(event.after());
            List<String> columns = told.type().columns();
            @Nullable Object[] values = new @Nullable Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                Object value = told.value(i);
                values[i] = Row.UNCHANGED.equals(value) ? before.value(columns.get(i)) : value;
            }
            Row now = new Row(told.type(), values);
            return new Read(withRow(now), bytes, reached);
        }

        private ChangeEvent withRow(Row now) {
            return new ChangeEvent(
                    event.position(),
                    event.index(),
                    event.operation(),
                    event.table(),
                    event.key(),
                    null,
                    now,
                    event.committedAt(),
                    null);
        }
    }

    /**
     * A place in the log that no change of ours is at.
     *
     * @param reached how far a table is that is read on demand; null when this says nothing of one
     */
    record Boundary(@Nullable Map<String, ?> mark, @Nullable TableRead reached) implements Item {
        public Boundary(@Nullable Map<String, ?> mark) {
            this(mark, null);
        }

        @Override
        public @Nullable Instant committedAt() {
            return null;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }
}
