package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which changes a trigger wants; an empty list wants all. Thread-safe. */
final class EventFilter {
    private final List<TablePattern> tables;
    private final List<Operation> actions;

    /** Patterns are slow and tables are few. */
    private final Map<TableId, Boolean> decided = new ConcurrentHashMap<>();

    EventFilter(List<TablePattern> tables, List<Operation> actions) {
        this.tables = List.copyOf(tables);
        this.actions = List.copyOf(actions);
    }

    boolean wants(ChangeEvent event) {
        return (actions.isEmpty() || actions.contains(event.operation()))
                && decided.computeIfAbsent(event.table(), this::wants);
    }

    private boolean wants(TableId table) {
        return TablePattern.anyMatches(tables, table);
    }
}
