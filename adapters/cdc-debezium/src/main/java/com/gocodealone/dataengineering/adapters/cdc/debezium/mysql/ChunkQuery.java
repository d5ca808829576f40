package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The query that reads the next rows of a table by their key, and keeps others from changing them
 * until the transaction ends. Immutable.
 */
record ChunkQuery(Structure structure, TableRead read) {
    /** The SQL for at most {@code limit} rows; every column comes as text. */
    String sql(int limit) {
        String columns =
                structure.columns().stream()
                        .map(Structure.Column::expression)
                        .collect(Collectors.joining(", "));
        String key =
                structure.key().stream().map(Sql::identifier).collect(Collectors.joining(", "));
        // By any other index, all rows that match would be locked to be sorted.
        return "SELECT %s FROM %s FORCE INDEX (PRIMARY)%s ORDER BY %s LIMIT %d LOCK IN SHARE MODE"
                .formatted(columns, Sql.table(structure.table()), where(), key, limit);
    }

    private String where() {
        List<String> all = new ArrayList<>();
        if (read.condition() != null) {
            all.add("\n%s\n".formatted(read.condition()));
        }
        if (!read.after().isEmpty()) {
            all.add(after());
        }
        return all.isEmpty() ? "" : " WHERE (" + String.join(") AND (", all) + ")";
    }

    /** Written out, because the server finds no range of an index in a comparison of rows. */
    private String after() {
        List<Structure.Column> key = structure.keyColumns();
        List<String> alternatives = new ArrayList<>();
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < key.size(); i++) {
            Structure.Column column = key.get(i);
            String name = Sql.identifier(column.name());
            String literal = column.readable().literal(read.after().get(i));
            alternatives.add("(%s%s > %s)".formatted(same, name, literal));
            same.append(name).append(" = ").append(literal).append(" AND ");
        }
        return String.join(" OR ", alternatives);
    }

    /**
     * A query that the server takes, beside {@link #sql}, when the condition is one. What closes a
     * bracket that it did not open does not fit into both.
     */
    String check() {
        return "SELECT IF(\n%s\n, 1, 0) FROM %s LIMIT 0"
                .formatted(read.condition(), Sql.table(structure.table()));
    }
}
