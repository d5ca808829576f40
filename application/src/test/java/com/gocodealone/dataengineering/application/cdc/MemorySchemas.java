package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Structures of tables that outlive a process, though not a test. Thread-safe. */
final class MemorySchemas implements SchemaLog {
    private final Map<TableId, List<Entry>> tables = new HashMap<>();

    @Override
    public synchronized void append(List<SchemaVersion> versions, int most) {
        for (SchemaVersion version : versions) {
            List<Entry> kept = tables.computeIfAbsent(version.table(), id -> new ArrayList<>());
            long number = kept.isEmpty() ? 1 : kept.getLast().number() + 1;
            kept.add(new Entry(number, version));
            if (kept.size() > most) {
                kept.removeFirst();
            }
        }
    }

    @Override
    public synchronized List<Entry> versions(TableId table) {
        return List.copyOf(tables.getOrDefault(table, List.of()));
    }

    @Override
    public synchronized List<TableId> tables() {
        return List.copyOf(tables.keySet());
    }
}
