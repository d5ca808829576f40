package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the tables of a source were at each place of the binary log, without which its rows cannot be
 * read: Debezium's records of it, in the host's store. One thread writes; any may read.
 */
final class TableHistory {
    private static final String RECORD = "debezium.history.";
    private static final String COUNT = "debezium.history.count";
    private static final String COMPLETE = "debezium.history.complete";

    private final StateStore state;

    /** The tables that this run has described. */
    private final Set<String> described = ConcurrentHashMap.newKeySet();

    TableHistory(StateStore state) {
        this.state = state;
    }

    int size() {
        String count = state.get(COUNT);
        return count == null ? 0 : Integer.parseInt(count);
    }

    /** Whether every table that is followed is in here. */
    boolean isComplete() {
        return state.get(COMPLETE) != null && size() > 0;
    }

    /** Says that every table that is followed is in here. */
    void complete() {
        if (!isComplete()) {
            state.put(Map.of(COMPLETE, "true"));
        }
    }

    void add(String record) {
        int next = size();
        state.put(Map.of(RECORD + next, record, COUNT, String.valueOf(next + 1)));
    }

    void described(@Nullable String table) {
        if (table != null) {
            described.add(table);
        }
    }

    /** How many tables this run has described. */
    int describedTables() {
        return described.size();
    }

    /** The oldest first. */
    List<String> all() {
        List<String> records = new ArrayList<>();
        int size = size();
        for (int i = 0; i < size; i++) {
            @Nullable String record = state.get(RECORD + i);
            if (record != null) {
                records.add(record);
            }
        }
        return records;
    }

    /** Keeps {@code records}, which say the same as all that there are. */
    void replaceBy(List<String> records) {
        int before = size();
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            entries.put(RECORD + i, records.get(i));
        }
        entries.put(COUNT, String.valueOf(records.size()));
        state.put(entries);
        for (int i = records.size(); i < before; i++) {
            state.remove(RECORD + i);
        }
    }

    void forget() {
        int before = size();
        state.remove(COMPLETE);
        state.remove(COUNT);
        for (int i = 0; i < before; i++) {
            state.remove(RECORD + i);
        }
    }
}
