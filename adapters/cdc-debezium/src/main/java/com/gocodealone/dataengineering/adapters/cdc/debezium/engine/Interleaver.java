package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the place, among the changes, of rows that another thread reads. A chunk of rows is placed
 * between two transactions, behind the place of the log where they were read: by then every change
 * that the rows show has come. A row is left out when a change that it may not show has come by
 * then too: that is newer, and tells all of the row; or what it does not tell is added to it.
 * Thread-safe.
 */
public final class Interleaver {
    private static final int REMEMBERED = 1024;

    private final long[] begun = new long[REMEMBERED];
    private int begunCount;
    private @Nullable Window window;

    /** The stream has come to a transaction. */
    public synchronized void begun(long transaction) {
        begun[begunCount++ % REMEMBERED] = transaction;
    }

    /** The stream has come to a change. */
    public synchronized void changed(ChangeEvent event) {
        Window open = window;
        if (open != null && open.table.equals(event.table())) {
            open.changed(event);
        }
    }

    /**
     * The stream is between two transactions, at {@code place} of the log; what is to be placed
     * there, if any is.
     */
    public synchronized @Nullable Chunk ended(long place) {
        Window open = window;
        if (open == null || open.chunk == null || open.chunk.readAt() > place) {
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
        if (open == null || Arrays.stream(open.before).anyMatch(chunk.sight()::misses)) {
            window = null;
            return false;
        }
        open.fill(chunk);
        return true;
    }

    /** Waits until the rows are placed, for {@code patience} at most; whether they are. */
    synchronized boolean awaitPlaced(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (window != null && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
        return window == null;
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
            if (chunk.sight().shows(event)) {
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
