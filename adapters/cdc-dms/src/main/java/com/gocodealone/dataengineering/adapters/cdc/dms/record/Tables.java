package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The structures of tables, also those that were told to an earlier stream of the source. Confined.
 */
final class Tables {
    private final StateStore state;
    private final Map<TableId, Optional<TableDefinition>> known = new HashMap<>();
    private final Map<List<String>, RowType> rowTypes = new HashMap<>();

    Tables(StateStore state) {
        this.state = state;
    }

    /** Null when DMS has not told it yet. */
    @Nullable TableDefinition of(TableId table) {
        return known.computeIfAbsent(table, this::read).orElse(null);
    }

    void put(TableId table, TableDefinition definition) {
        known.put(table, Optional.of(definition));
    }

    /** One instance for all rows of a shape. */
    RowType rowType(List<String> columns) {
        return rowTypes.computeIfAbsent(columns, RowType::new);
    }

    private Optional<TableDefinition> read(TableId table) {
        return Optional.ofNullable(state.get(TableMemory.key(table)))
                .map(text -> TableDefinition.of(Json.read(text)));
    }
}
