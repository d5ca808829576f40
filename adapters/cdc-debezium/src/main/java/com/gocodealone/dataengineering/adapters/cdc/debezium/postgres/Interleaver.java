package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Description;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Item;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds the place, among the changes, of rows that another thread reads. A chunk of rows is placed
 * at the end of a transaction that was committed after the rows were read: by then every change
 * that the rows show has come. A row is left out when a change that it does not show has come by
 * then too: that is newer, and tells all of the row; or what it does not tell is added to it.
 * Whether a row shows a change is told exactly, by the transactions that the query saw.
 * Thread-safe.
 */
final class Interleaver {
    private static final int REMEMBERED = 1024;

    private final long[] begun = new long[REMEMBERED];
    private int begunCount;
    private @Nullable Window window;

    /**
     * Rows of one table, by key and in the order of their keys, and what follows them.
     *
     * @param seen the transactions that the query saw
     * @param readAt an LSN behind all of these
     * @param description of the table
     */
    record Chunk(
            TransactionSnapshot seen,
            long readAt,
            Description description,
            Map<List<@Nullable Object>, Item.Read> rows,
            Item.Boundary end) {}

    /** The stream has come to a transaction. */
    synchronized void begun(long xid) {
        begun[begunCount++ % REMEMBERED] = xid;
    }

    /** The stream has come to a change. */
    synchronized void changed(ChangeEvent event) {
        Window open = window;
        if (open != null && open.table.equals(event.table())) {
            open.changed(event);
        }
    }

    /** The stream has come to the end of a transaction; what is to be placed there, if any is. */
    synchronized @Nullable Chunk ended(long lsn) {
        Window open = window;
        if (open == null || open.chunk == null || open.chunk.readAt() > lsn) {
            return null;
        }
        window = null;
        notifyAll();
        return open.chunk;
    }

    /**
     * Begins to look for changes of rows of {@code table}, which are to be read only after this.
     */
    synchronized void open(TableId table) {
        window = new Window(table, Arrays.copyOf(begun, Math.min(begunCount, REMEMBERED)));
    }

    /**
     * Gives the rows that were read since {@link #open}.
     *
     * @return whether they can be placed; they have to be read again when a transaction had come
     *     before {@link #open} that the query did not see, as happens while a standby is waited for
     */
    synchronized boolean fill(Chunk chunk) {
        Window open = window;
        if (open == null || Arrays.stream(open.before).anyMatch(chunk.seen()::isRunning)) {
            window = null;
            return false;
        }
        open.fill(chunk);
        return true;
    }

    /** Waits until the rows are placed. */
    synchronized void awaitPlaced() throws InterruptedException {
        while (window != null) {
            wait();
        }
    }

    /**
     * Forgets the rows that are not placed yet.
     *
     * @return whether there were any
     */
    synchronized boolean abandon() {
        boolean waiting = window != null;
        window = null;
        return waiting;
    }

    /** The key of a row, as a key of a map. */
    static List<@Nullable Object> key(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        row.forEach(
                (column, value) ->
                        values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value));
        return values;
    }

    private static final class Window {
        private final TableId table;
        private final long[] before;
        private final List<ChangeEvent> changes = new ArrayList<>();
        private @Nullable Chunk chunk;

        Window(TableId table, long[] before) {
            this.table = table;
            this.before = before;
        }

        void changed(ChangeEvent event) {
            if (chunk == null) {
                changes.add(event);
            } else {
                leaveOut(event, chunk);
            }
        }

        void fill(Chunk read) {
            changes.forEach(event -> leaveOut(event, read));
            changes.clear();
            chunk = read;
        }

        private static void leaveOut(ChangeEvent event, Chunk chunk) {
            String xid = event.transaction();
            if (xid != null && chunk.seen().sees(Long.parseLong(xid))) {
                return;
            }
            if (event.operation() == Operation.TRUNCATE) {
                chunk.rows().clear();
            } else if (event.key() != null) {
                chunk.rows().computeIfPresent(key(event.key()), (key, row) -> row.after(event));
            }
        }
    }
}
