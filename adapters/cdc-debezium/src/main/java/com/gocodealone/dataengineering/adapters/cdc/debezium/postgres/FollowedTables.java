package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables of a stream: those it began with, and those that joined since. What is stored tells,
 * at the next start, which tables are new. Thread-safe.
 */
final class FollowedTables {
    static final String KEY = "debezium.tables";
    private static final JsonMapper JSON = new JsonMapper();

    private final StateStore state;
    private final Set<TableId> followed = ConcurrentHashMap.newKeySet();
    private volatile boolean everything;
    private @Nullable Stored stored;

    /**
     * @param settled followed, and nothing of them is missing
     * @param joined those of them that joined by a wish, so no pattern has to match them
     */
    private record Stored(Set<TableId> settled, Set<TableId> joined) {}

    FollowedTables(StateStore state) {
        this.state = state;
        String text = state.get(KEY);
        this.stored = text == null ? null : parse(text);
    }

    private static Stored parse(String text) {
        try {
            return JSON.readValue(text, Stored.class);
        } catch (JsonProcessingException e) {
            throw new Failure(Failure.Kind.INVALID, "the stored tables are not readable", e);
        }
    }

    /** Whether the changes of {@code table} are given. */
    boolean covers(TableId table) {
        return everything || followed.contains(table);
    }

    /** Whether tables that are made later are covered by themselves. */
    boolean coversEverything() {
        return everything;
    }

    /** From now on the changes of {@code table} are given. */
    void follow(TableId table) {
        followed.add(table);
    }

    /** Those that joined by a wish. */
    synchronized Set<TableId> joined() {
        return stored == null ? Set.of() : Set.copyOf(stored.joined());
    }

    /** Whether {@code table} is followed, and nothing of it is missing. */
    synchronized boolean isSettled(TableId table) {
        return everything || (stored != null && stored.settled().contains(table));
    }

    /** Begins anew: all of {@code tables} are followed, and come from their beginning. */
    synchronized void begin(Set<TableId> tables) {
        followed.addAll(tables);
        store(new Stored(tables, joined()));
    }

    /**
     * Goes on with {@code tables}.
     *
     * @return those that are new
     */
    synchronized Set<TableId> resume(Set<TableId> tables) {
        followed.addAll(tables);
        Stored before = stored;
        if (before == null) {
            store(new Stored(tables, Set.of()));
            return Set.of();
        }
        Set<TableId> known = new HashSet<>(tables);
        known.retainAll(before.settled());
        store(new Stored(known, before.joined()));
        Set<TableId> unknown = new HashSet<>(tables);
        unknown.removeAll(known);
        return unknown;
    }

    /** Covers every table there is or will be. */
    void coverEverything() {
        everything = true;
    }

    /** Nothing of {@code table} is missing from now on. */
    synchronized void settle(TableId table, boolean byWish) {
        Stored before = stored == null ? new Stored(Set.of(), Set.of()) : stored;
        Set<TableId> settled = new HashSet<>(before.settled());
        settled.add(table);
        Set<TableId> joined = new HashSet<>(before.joined());
        if (byWish) {
            joined.add(table);
        }
        store(new Stored(settled, joined));
    }

    /** Something of {@code table} may be missing. */
    synchronized void unsettle(TableId table) {
        Stored before = stored;
        if (before != null && before.settled().contains(table)) {
            Set<TableId> settled = new HashSet<>(before.settled());
            settled.remove(table);
            store(new Stored(settled, before.joined()));
        }
    }

    private void store(Stored next) {
        try {
            state.put(Map.of(KEY, JSON.writeValueAsString(next)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        stored = next;
    }
}
