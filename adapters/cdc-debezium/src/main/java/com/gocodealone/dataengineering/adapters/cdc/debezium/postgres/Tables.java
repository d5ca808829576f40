package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;
import com.gocodealone.dataengineering.domain.config.Nearest;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tables of a database that a source is to follow. Immutable. */
final class Tables {
    private static final String SUBJECT = "tables";

    private static final String QUERY =
            """
            SELECT n.nspname, c.relname, c.relkind::text, c.relpersistence = 'p',
                (SELECT p.inhparent::regclass::text FROM pg_catalog.pg_inherits p
                    WHERE c.relispartition AND p.inhrelid = c.oid LIMIT 1),
                has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
                c.relreplident IN ('f', 'i', 'n') OR EXISTS (SELECT FROM pg_catalog.pg_index i
                    WHERE i.indrelid = c.oid AND i.indisprimary),
                (SELECT min(a.attname::text) FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    GROUP BY lower(a.attname) HAVING count(*) > 1 LIMIT 1),
                pg_has_role(c.relowner, 'USAGE'), c.relreplident::text
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            ORDER BY 1, 2
            """;

    /**
     * @param kind pg_class.relkind
     * @param partitionOf the table that this is a partition of
     * @param identified whether PostgreSQL can tell its rows apart once it is published
     * @param ambiguousColumn a column whose name differs from another's in case only
     * @param owned whether the role may publish it
     * @param replicaIdentity pg_class.relreplident
     */
    record Table(
            TableId id,
            String kind,
            boolean permanent,
            @Nullable String partitionOf,
            boolean readable,
            boolean identified,
            @Nullable String ambiguousColumn,
            boolean owned,
            String replicaIdentity) {
        /** Whether PostgreSQL sends the whole row before a change. */
        boolean full() {
            return replicaIdentity.equals("f");
        }

        /** Whether PostgreSQL refuses to change its rows once it is published. */
        boolean unchangeable() {
            return !identified || replicaIdentity.equals("n");
        }

        /** Whether its changes can be read under its own name. */
        boolean isFollowable() {
            return isOrdinary() && permanent && partitionOf == null;
        }

        boolean isOrdinary() {
            return kind.equals("r") || kind.equals("p");
        }

        boolean isPartitioned() {
            return kind.equals("p");
        }
    }

    private final List<Table> chosen;
    private final Set<TableId> ambiguous;

    private Tables(List<Table> chosen, List<Table> all) {
        this.chosen = List.copyOf(chosen);
        this.ambiguous =
                all.stream()
                        .filter(table -> table.ambiguousColumn() != null)
                        .map(Table::id)
                        .collect(Collectors.toSet());
    }

    List<Table> chosen() {
        return chosen;
    }

    Set<TableId> ids() {
        return chosen.stream().map(Table::id).collect(Collectors.toSet());
    }

    /** The tables of the whole database that Debezium cannot even look at. */
    Set<TableId> ambiguous() {
        return ambiguous;
    }

    /**
     * The tables that {@code patterns} choose, all when there are none; and those that joined. A
     * pattern that chooses nothing is an error.
     */
    static Tables choose(
            Connection connection,
            List<TablePattern> patterns,
            Set<TableId> joined,
            Findings findings)
            throws SQLException {
        List<Table> all = all(connection);
        for (TablePattern pattern : patterns) {
            List<Table> matching =
                    all.stream().filter(table -> pattern.matches(table.id())).toList();
            long followable = matching.stream().filter(Table::isFollowable).count();
            if (followable == 0) {
                findings.error(SUBJECT, chooseNothing(pattern, matching, all), null);
            } else {
                findings.ok(SUBJECT, "%s chooses %d".formatted(pattern.text(), followable));
            }
        }
        List<Table> chosen =
                all.stream()
                        .filter(Table::isFollowable)
                        .filter(
                                table ->
                                        joined.contains(table.id())
                                                || TablePattern.anyMatches(patterns, table.id()))
                        .toList();
        if (chosen.isEmpty() && patterns.isEmpty()) {
            findings.error(
                    SUBJECT, "tables: the database has no table that could be followed", null);
        }
        return new Tables(chosen, all);
    }

    /** Those of {@code ids} that are there and can be followed. */
    static Tables named(Connection connection, Set<TableId> ids) throws SQLException {
        return followable(connection, table -> ids.contains(table.id()));
    }

    /** The tables that {@code patterns} match now, which may be none. */
    static Tables matching(Connection connection, List<TablePattern> patterns) throws SQLException {
        return followable(connection, table -> TablePattern.anyMatches(patterns, table.id()));
    }

    private static Tables followable(Connection connection, Predicate<Table> wanted)
            throws SQLException {
        List<Table> all = all(connection);
        return new Tables(all.stream().filter(Table::isFollowable).filter(wanted).toList(), all);
    }

    /** Why {@code id} cannot be followed; null when it can. */
    static @Nullable String obstacle(Connection connection, TableId id) throws SQLException {
        List<Table> all = all(connection);
        for (Table table : all) {
            if (table.id().equals(id)) {
                return table.isFollowable() ? null : why(table);
            }
        }
        List<String> names =
                all.stream().filter(Table::isFollowable).map(t -> t.id().toString()).toList();
        String hint =
                Nearest.to(id.toString(), names).map(" (did you mean %s?)"::formatted).orElse("");
        return "is not in the database" + hint;
    }

    private static String chooseNothing(
            TablePattern pattern, List<Table> matching, List<Table> all) {
        if (!matching.isEmpty()) {
            return "tables: %s %s".formatted(matching.getFirst().id(), why(matching.getFirst()));
        }
        List<String> names =
                all.stream()
                        .filter(Table::isFollowable)
                        .map(table -> name(pattern, table))
                        .toList();
        String hint =
                Nearest.to(pattern.text(), names).map(" (did you mean %s?)"::formatted).orElse("");
        return "tables: %s matches no table of the database%s".formatted(pattern.text(), hint);
    }

    private static String name(TablePattern pattern, Table table) {
        return pattern.text().contains(".") ? table.id().toString() : table.id().name();
    }

    private static String why(Table table) {
        if (table.partitionOf() != null) {
            return "is a partition of %s: follow that".formatted(table.partitionOf());
        }
        return table.isOrdinary()
                ? "is temporary or unlogged, and PostgreSQL does not replicate it"
                : "is a view or a foreign table, and those have no changes of their own";
    }

    private static List<Table> all(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                tables.add(
                        new Table(
                                new TableId(row.getString(1), row.getString(2)),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getString(5),
                                row.getBoolean(6),
                                row.getBoolean(7),
                                row.getString(8),
                                row.getBoolean(9),
                                row.getString(10)));
            }
        }
        return tables;
    }

    /** What keeps {@code role} from reading these tables. */
    void check(boolean snapshot, String role, Findings findings) {
        for (Table table : chosen) {
            if (table.ambiguousColumn() != null) {
                findings.error(
                        SUBJECT,
                        ("table %s has columns named %s that differ in case only, which Debezium"
                                        + " cannot tell apart: rename one")
                                .formatted(table.id(), table.ambiguousColumn()),
                        null);
            }
        }
        List<Table> unreadable =
                chosen.stream().filter(table -> snapshot && !table.readable()).toList();
        if (!unreadable.isEmpty()) {
            findings.error(
                    "rights",
                    "role %s may not read %s".formatted(role, names(unreadable)),
                    grants(unreadable, role));
        }
    }

    /** What PostgreSQL sends of a row before its change. */
    void describe(Findings findings) {
        List<Table> whole = chosen.stream().filter(Table::full).toList();
        List<Table> key = chosen.stream().filter(table -> !table.full()).toList();
        if (!whole.isEmpty()) {
            findings.ok(
                    "replica identity", "before holds the whole row: %s".formatted(names(whole)));
        }
        List<Table> keyed = key.stream().filter(table -> !table.unchangeable()).toList();
        if (!keyed.isEmpty()) {
            findings.ok(
                    "replica identity",
                    "before holds the key alone (REPLICA IDENTITY FULL sends the whole row): %s"
                            .formatted(names(keyed)));
        }
        List<Table> keyless = key.stream().filter(Table::unchangeable).toList();
        if (!keyless.isEmpty()) {
            findings.warning(
                    "replica identity",
                    "UPDATE and DELETE fail, or are not published: %s".formatted(names(keyless)),
                    "ALTER TABLE %s REPLICA IDENTITY FULL;"
                            .formatted(Sql.table(keyless.getFirst().id())));
        }
    }

    private static String grants(List<Table> unreadable, String role) {
        String schemas =
                unreadable.stream()
                        .map(table -> Sql.identifier(table.id().schema()))
                        .distinct()
                        .collect(Collectors.joining(", "));
        String grantee = Sql.identifier(role);
        return "GRANT USAGE ON SCHEMA %s TO %s; GRANT SELECT ON %s TO %s;"
                .formatted(schemas, grantee, sql(unreadable), grantee);
    }

    static String names(List<Table> tables) {
        return tables.stream()
                .map(table -> table.id().toString())
                .collect(Collectors.joining(", "));
    }

    static String sql(List<Table> tables) {
        return tables.stream()
                .map(table -> Sql.table(table.id()))
                .collect(Collectors.joining(", "));
    }
}
