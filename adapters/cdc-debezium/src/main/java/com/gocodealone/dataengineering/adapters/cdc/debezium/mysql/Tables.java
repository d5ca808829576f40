package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;
import com.gocodealone.dataengineering.domain.config.Nearest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of a server that a user may see. Immutable. */
record Tables(List<Table> all) {
    /** The keys are found once for all tables: a server opens each of them to tell. */
    private static final String QUERY =
            """
            SELECT table_schema, table_name, table_type, (table_schema, table_name) IN
                (SELECT table_schema, table_name FROM information_schema.table_constraints
                    WHERE constraint_type = 'PRIMARY KEY')
            FROM information_schema.tables
            ORDER BY 1, 2
            """;

    Tables {
        all = List.copyOf(all);
    }

    /**
     * @param keyed whether it has a primary key
     */
    record Table(TableId id, boolean ordinary, boolean keyed) {}

    static Tables of(Connection connection) throws SQLException {
        List<Table> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                all.add(
                        new Table(
                                new TableId(row.getString(1), row.getString(2)),
                                row.getString(3).equals("BASE TABLE"),
                                row.getBoolean(4)));
            }
        }
        return new Tables(all);
    }

    List<Table> chosenBy(Scan scan) {
        return all.stream().filter(table -> table.ordinary() && scan.chooses(table.id())).toList();
    }

    /** What is wrong with the patterns that choose no table, one sentence each. */
    List<String> unmatched(Scan scan) {
        return scan.patterns().stream()
                .filter(pattern -> all.stream().noneMatch(one -> isChosen(pattern, one)))
                .map(this::unmatched)
                .toList();
    }

    private static boolean isChosen(TablePattern pattern, Table table) {
        return table.ordinary() && pattern.matches(table.id());
    }

    private String unmatched(TablePattern pattern) {
        if (all.stream().anyMatch(table -> pattern.matches(table.id()))) {
            return "tables: %s is a view, and those have no changes of their own"
                    .formatted(pattern.text());
        }
        List<String> names = all.stream().map(table -> name(pattern, table.id())).toList();
        String hint =
                Nearest.to(pattern.text(), names).map(" (did you mean %s?)"::formatted).orElse("");
        return "tables: %s matches no table that this user may see%s"
                .formatted(pattern.text(), hint);
    }

    private static String name(TablePattern pattern, TableId table) {
        return pattern.text().contains(".") ? table.toString() : table.name();
    }
}
