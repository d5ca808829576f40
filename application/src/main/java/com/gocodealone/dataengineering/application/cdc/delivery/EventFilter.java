package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.cdc.rows.RowCondition;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which changes a trigger wants; what is empty wants all. Thread-safe. */
final class EventFilter {
    private final List<TablePattern> tables;
    private final List<Operation> actions;
    private final RowCondition condition;

    /** Patterns are slow and tables are few. */
    private final Map<TableId, Boolean> decided = new ConcurrentHashMap<>();

    private EventFilter(
            List<TablePattern> tables, List<Operation> actions, RowCondition condition) {
        this.tables = tables;
        this.actions = actions;
        this.condition = condition;
    }

    static EventFilter of(TriggerOptions options) {
        return new EventFilter(
                options.tables().stream().map(TablePattern::new).toList(),
                List.copyOf(options.actions()),
                RowCondition.of(options.where().values(), options.changed()));
    }

    boolean wants(ChangeEvent event) {
        return (actions.isEmpty() || actions.contains(event.operation()))
                && decided.computeIfAbsent(event.table(), this::wants)
                && condition.holds(event);
    }

    private boolean wants(TableId table) {
        return TablePattern.anyMatches(tables, table);
    }
}
