package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A tenant's rows of one table, copied within a PostgreSQL from the shared table to its own or
 * back. The column of the tenant may be missing in its own table. Immutable.
 */
record TableCopy(TableName from, TableName to, Placement.SharedRows shared) {
    /**
     * Copies all rows of the tenant, which has none in the target, and proves that they are equal;
     * answers how many there are.
     */
    long run(Handle handle) throws SQLException {
        Map<String, Column> source = columns(handle, from);
        Map<String, Column> target = columns(handle, to);
        List<String> common = common(source, target);
        copy(handle, common, target);
        for (String column : common) {
            if (Objects.requireNonNull(target.get(column)).counts()) {
                continueCounting(handle, column);
            }
        }
        return verified(handle, common);
    }

    private boolean isShared(TableName table) {
        return shared.tables().contains(table);
    }

    private static Map<String, Column> columns(Handle handle, TableName table) {
        Map<String, Column> columns = new LinkedHashMap<>();
        handle.select(
                        """
                        SELECT attname, format_type(atttypid, atttypmod) AS type,
                               pg_get_serial_sequence(?, attname) IS NOT NULL AS counts
                        FROM pg_attribute
                        WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
                          AND attgenerated = '' ORDER BY attnum\
                        """,
                        table.toString(),
                        table.toString())
                .map(
                        (row, context) ->
                                Map.entry(
                                        row.getString("attname"),
                                        new Column(
                                                row.getString("type"), row.getBoolean("counts"))))
                .forEach(column -> columns.put(column.getKey(), column.getValue()));
        return columns;
    }

    /** Whose row it is, is said by the target: a shared table gets the tenant's id. */
    private List<String> common(Map<String, Column> source, Map<String, Column> target) {
        List<String> common = new ArrayList<>(source.keySet());
        String tenantColumn = shared.column().name();
        if (isShared(to) || !target.containsKey(tenantColumn)) {
            common.remove(tenantColumn);
        }
        List<String> missing =
                common.stream().filter(column -> !target.containsKey(column)).toList();
        if (!missing.isEmpty()) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "%s has no column %s, which %s has"
                            .formatted(to.plain(), String.join(", ", missing), from.plain()));
        }
        return common;
    }

    private void copy(Handle handle, List<String> common, Map<String, Column> target)
            throws SQLException {
        String names = list(common);
        if (isShared(to)) {
            String type = Objects.requireNonNull(target.get(shared.column().name())).type();
            Database.run(
                    handle,
                    Statement.of(
                            "INSERT INTO %s (%s, %s) OVERRIDING SYSTEM VALUE SELECT %s, CAST(? AS %s) FROM %s"
                                    .formatted(to, names, shared.column(), names, type, from),
                            shared.tenant()));
        } else {
            Database.run(
                    handle,
                    Statement.of(
                            "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s%s"
                                    .formatted(to, names, names, from, shared.mine()),
                            shared.tenant()));
        }
    }

    /** The next number of the target is one that neither table has given. */
    private void continueCounting(Handle handle, String column) {
        handle.select(
                        """
                        SELECT setval(t.seq, greatest(pg_sequence_last_value(t.seq),
                                                      pg_sequence_last_value(s.seq), t.most))
                        FROM (SELECT pg_get_serial_sequence(?, ?)::regclass AS seq,
                                     (SELECT max(%s) FROM %s)::bigint AS most) t,
                             (SELECT pg_get_serial_sequence(?, ?)::regclass AS seq) s\
                        """
                                .formatted(new Identifier(column), to),
                        to.toString(),
                        column,
                        from.toString(),
                        column)
                .mapToMap()
                .list();
    }

    private long verified(Handle handle, List<String> columns) {
        Digest before = digest(handle, from, columns);
        Digest after = digest(handle, to, columns);
        if (!before.equals(after)) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "the copies in %s differ from the rows in %s (%d rows and %d); does a trigger, or a type, change them?"
                            .formatted(to.plain(), from.plain(), after.rows(), before.rows()));
        }
        return after.rows();
    }

    /** The same for the same rows in any order. */
    private Digest digest(Handle handle, TableName table, List<String> columns) {
        String sql =
                "SELECT count(*) AS rows, coalesce(sum(('x' || substr(md5(ROW(%s)::text), 1, 15))::bit(60)::bigint), 0)::text AS sum FROM %s"
                        .formatted(list(columns), table);
        return (isShared(table)
                        ? handle.select(sql + shared.mine(), shared.tenant())
                        : handle.select(sql))
                .map((row, context) -> new Digest(row.getLong("rows"), row.getString("sum")))
                .one();
    }

    private static String list(List<String> columns) {
        return columns.stream()
                .map(column -> new Identifier(column).toString())
                .collect(Collectors.joining(", "));
    }

    /**
     * A column that can be written.
     *
     * @param counts whether it has a sequence of its own
     */
    private record Column(String type, boolean counts) {}

    private record Digest(long rows, String sum) {}
}
