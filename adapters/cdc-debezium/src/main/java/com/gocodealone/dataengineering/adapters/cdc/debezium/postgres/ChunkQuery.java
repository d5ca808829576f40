package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;

import org.postgresql.PGConnection;
import org.postgresql.core.Parser;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The query that reads the next rows of a table by their key. A row condition is SQL of the user's
 * and stands in a query of its own, so that nothing in it reaches the rest. Immutable.
 */
record ChunkQuery(Structure structure, Set<String> paddedColumns, TableRead read) {
    private static final String ROWS = "chunk_rows";

    /** The SQL for at most {@code limit} rows; every column comes as text. */
    String sql(Connection connection, int limit) throws SQLException {
        String columns =
                structure.columns().stream()
                        .map(column -> Sql.identifier(column.name()))
                        .map(column -> TextQuery.asText(column, paddedColumns))
                        .collect(Collectors.joining(", "));
        return "SELECT %s FROM %s%s ORDER BY %s LIMIT %d"
                .formatted(columns, source(), after(connection), String.join(", ", key()), limit);
    }

    private String source() {
        String table = (structure.partitioned() ? "" : "ONLY ") + Sql.table(structure.table());
        return read.condition() == null
                ? "%s AS %s".formatted(table, ROWS)
                : "(SELECT * FROM %s WHERE (\n%s\n)) AS %s"
                        .formatted(table, read.condition(), ROWS);
    }

    private List<String> key() {
        return structure.key().stream()
                .map(column -> ROWS + "." + Sql.identifier(column.name()))
                .toList();
    }

    /** As a literal: with parameters, a question mark of the condition would be one too. */
    private String after(Connection connection) throws SQLException {
        if (read.after().isEmpty()) {
            return "";
        }
        PGConnection escaping = connection.unwrap(PGConnection.class);
        List<String> bounds = new ArrayList<>();
        for (int i = 0; i < read.after().size(); i++) {
            String literal = escaping.escapeLiteral(read.after().get(i));
            bounds.add("'%s'::%s".formatted(literal, structure.key().get(i).type()));
        }
        return " WHERE (%s) > (%s)".formatted(String.join(", ", key()), String.join(", ", bounds));
    }

    /** Whether {@code sql} is one statement, and no more. */
    static boolean isOneStatement(String sql) throws SQLException {
        return Parser.parseJdbcSql(sql, true, false, true, false, false).size() == 1;
    }
}
