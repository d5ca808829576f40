package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress.State;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tables that are to be read on demand, kept in the host's store: a wish survives from the
 * moment it was made, and how far it is from the moment that was acknowledged. Thread-safe.
 */
public final class SnapshotWishes {
    /** What they are stored under. */
    public static final String KEY = "debezium.snapshots";

    private static final int MAX_ENDED = 100;
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    private final StateStore state;
    private final List<TableRead> reads = new ArrayList<>();

    /** Read to the end, though not all of it is acknowledged. */
    private final List<TableRead> handedOver = new ArrayList<>();

    public SnapshotWishes(StateStore state) {
        this.state = state;
        String stored = state.get(KEY);
        if (stored != null) {
            reads.addAll(parse(stored));
        }
    }

    private static List<TableRead> parse(String stored) {
        try {
            return Arrays.asList(JSON.readValue(stored, TableRead[].class));
        } catch (JsonProcessingException e) {
            throw new Failure(Failure.Kind.INVALID, "the stored snapshots are not readable", e);
        }
    }

    /**
     * @throws Failure CONFLICT when a snapshot of this name is under way
     */
    public synchronized void add(SnapshotRequest request) {
        List<TableRead> all = new ArrayList<>(reads);
        boolean underWay =
                reads.stream()
                        .anyMatch(read -> read.isOpen() && read.snapshot().equals(request.id()));
        if (underWay) {
            throw new Failure(
                    Failure.Kind.CONFLICT, "snapshot %s is under way".formatted(request.id()));
        }
        all.removeIf(read -> read.snapshot().equals(request.id()));
        List<TableRead> more =
                request.tables().stream()
                        .distinct()
                        .map(table -> TableRead.wish(request.id(), table, request.condition()))
                        .toList();
        all.addAll(more);
        store(all);
        handedOver.removeIf(read -> read.snapshot().equals(request.id()));
        notifyAll();
    }

    /**
     * @throws Failure NOT_FOUND when none of it is still to be read
     */
    public synchronized void cancel(String snapshot) {
        boolean open =
                reads.stream().anyMatch(read -> read.isOpen() && read.snapshot().equals(snapshot));
        if (!open) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND, "no snapshot %s is under way".formatted(snapshot));
        }
        store(
                reads.stream()
                        .map(
                                read ->
                                        read.isOpen() && read.snapshot().equals(snapshot)
                                                ? read.ended(State.CANCELLED, null)
                                                : read)
                        .toList());
    }

    /** The table to read now; null when there is none. */
    public synchronized @Nullable TableRead next() {
        return reads.stream()
                .filter(TableRead::isOpen)
                .filter(read -> handedOver.stream().noneMatch(read::isSameAs))
                .findFirst()
                .orElse(null);
    }

    /** Waits for a wish, but not for longer than {@code patience}. */
    public synchronized void await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (next() == null && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }

    /** Whether {@code read} was neither cancelled nor ended otherwise. */
    public synchronized boolean isOpen(TableRead read) {
        return reads.stream().anyMatch(each -> each.isSameAs(read) && each.isOpen());
    }

    /** Whether a snapshot of this name failed. */
    public synchronized boolean hasFailed(String snapshot) {
        return reads.stream()
                .filter(read -> read.snapshot().equals(snapshot))
                .anyMatch(read -> read.progress().state() == State.FAILED);
    }

    /** The tables that are still to be read. */
    public synchronized List<TableId> openTables() {
        return reads.stream().filter(TableRead::isOpen).map(TableRead::table).toList();
    }

    /** All of {@code read} is on its way to the host. */
    public synchronized void handedOver(TableRead read) {
        handedOver.add(read);
    }

    /** Stores that {@code read} is this far. */
    public synchronized void update(TableRead read) {
        store(advanced(List.of(read)));
    }

    /** Notes that all up to {@code acknowledged} is done; what has to be stored for that. */
    public synchronized Map<String, String> advance(List<TableRead> acknowledged) {
        if (acknowledged.isEmpty()) {
            return Map.of();
        }
        List<TableRead> all = advanced(acknowledged);
        replace(all);
        return Map.of(KEY, json(all));
    }

    private List<TableRead> advanced(List<TableRead> changes) {
        List<TableRead> all = new ArrayList<>(reads);
        for (TableRead change : changes) {
            all.replaceAll(
                    read -> {
                        if (!read.isSameAs(change)) {
                            return read;
                        }
                        return read.isOpen() ? change : change.ended(read.progress().state(), null);
                    });
        }
        return all;
    }

    public synchronized List<SnapshotProgress> progress() {
        return reads.stream().map(TableRead::progress).toList();
    }

    private void store(List<TableRead> all) {
        List<TableRead> kept = withoutOldest(all);
        state.put(Map.of(KEY, json(kept)));
        replace(kept);
    }

    private static List<TableRead> withoutOldest(List<TableRead> all) {
        long ended = all.stream().filter(read -> !read.isOpen()).count();
        List<TableRead> kept = new ArrayList<>();
        for (TableRead read : all) {
            if (read.isOpen() || ended <= MAX_ENDED) {
                kept.add(read);
            } else {
                ended--;
            }
        }
        return kept;
    }

    private void replace(List<TableRead> all) {
        List<TableRead> copy = List.copyOf(all);
        reads.clear();
        reads.addAll(copy);
    }

    private static String json(List<TableRead> all) {
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
