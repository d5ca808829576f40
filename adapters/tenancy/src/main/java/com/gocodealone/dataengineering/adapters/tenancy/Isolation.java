package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Row-level security of shared tables: made where it is missing, and tried out with two tenants
 * before anything relies on it. Other placements need nothing of it. Stateless.
 */
final class Isolation {
    private static final TableName TRIAL = TableName.parse("pg_temp.data_engineering_trial");
    private static final String REFUSED = "42501";

    private Isolation() {}

    /** Guards every table of {@code place} that is not guarded yet; answers how many were not. */
    static int guard(Handle handle, Placement place) throws SQLException {
        int guarded = 0;
        if (place instanceof Placement.SharedRows rows) {
            for (TableName table : rows.tables()) {
                if (!isGuarded(handle, table) && !isGuardedOnceAlone(handle, table)) {
                    Database.run(handle, rows.guard(table, columnType(handle, rows, table)));
                    guarded++;
                }
            }
        }
        return guarded;
    }

    /** The same when nobody else uses the table any more, who may have guarded it meanwhile. */
    private static boolean isGuardedOnceAlone(Handle handle, TableName table) throws SQLException {
        Database.run(
                handle, Statement.of("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(table)));
        return isGuarded(handle, table);
    }

    private static boolean isGuarded(Handle handle, TableName table) {
        return handle.select(
                        """
                        SELECT relrowsecurity AND relforcerowsecurity
                           AND (SELECT count(*) FROM pg_policy p
                                WHERE p.polrelid = c.oid AND p.polname IN
                                    ('data_engineering_tenant', 'data_engineering_only_tenant')) = 2
                        FROM pg_class c WHERE c.oid = to_regclass(?)\
                        """,
                        table.toString())
                .mapTo(Boolean.class)
                .findOne()
                .orElseThrow(() -> missing(table));
    }

    private static String columnType(Handle handle, Placement.SharedRows rows, TableName table) {
        return handle.select(
                        """
                        SELECT format_type(atttypid, atttypmod) FROM pg_attribute
                        WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped AND attnum > 0\
                        """,
                        table.toString(),
                        rows.column().name())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(
                        () ->
                                new Failure(
                                        Failure.Kind.INVALID,
                                        "tables: %s has no column %s (tenant_column)"
                                                .formatted(table.plain(), rows.column().name())));
    }

    private static Failure missing(TableName table) {
        return new Failure(
                Failure.Kind.INVALID, "tables: there is no table %s".formatted(table.plain()));
    }

    /**
     * Proves with a table that nobody else sees that two tenants are kept apart on this very
     * connection: each sees its own row and cannot write the other's, and nobody sees none.
     *
     * @throws Failure INVALID that says what keeps them from being kept apart
     */
    static void prove(Handle handle, Placement place) throws SQLException {
        if (place instanceof Placement.SharedRows rows) {
            prove(handle, rows.of("1"), rows.of("2"));
        }
    }

    private static void prove(Handle handle, Placement.SharedRows one, Placement.SharedRows other)
            throws SQLException {
        for (TableName table : one.tables()) {
            isGuarded(handle, table);
            columnType(handle, one, table);
        }
        prepareTrial(handle, one);
        require(count(handle, insert(one)) == 1, handle);
        require(count(handle, insert(other)) == 1, handle);
        require(count(handle, one.enter()) == 1, handle);
        require(isRefused(handle, one, other), handle);
        require(
                count(handle, new Placement.SharedRows(one.column(), "", List.of(), null).enter())
                        == 0,
                handle);
    }

    private static void prepareTrial(Handle handle, Placement.SharedRows rows) throws SQLException {
        Database.run(
                handle,
                Statement.of(
                        "CREATE TEMP TABLE data_engineering_trial (%s text)"
                                .formatted(rows.column())));
        Database.run(handle, rows.guard(TRIAL, "text"));
        if (rows.role() != null) {
            Database.run(
                    handle,
                    Statement.of(
                            "GRANT SELECT, INSERT ON %s TO %s"
                                    .formatted(TRIAL, Objects.requireNonNull(rows.role()))));
        }
    }

    private static List<Statement> insert(Placement.SharedRows rows) {
        return Stream.concat(rows.enter().stream(), Stream.of(insertion(rows))).toList();
    }

    private static Statement insertion(Placement.SharedRows rows) {
        return Statement.of("INSERT INTO %s VALUES (?)".formatted(TRIAL), rows.tenant());
    }

    private static long count(Handle handle, List<Statement> before) throws SQLException {
        Database.run(handle, before);
        return handle.select("SELECT count(*) FROM " + TRIAL).mapTo(Long.class).one();
    }

    private static boolean isRefused(
            Handle handle, Placement.SharedRows me, Placement.SharedRows other)
            throws SQLException {
        Database.run(handle, me.enter());
        handle.savepoint("trial");
        try {
            Database.run(handle, insertion(other));
            return false;
        } catch (SQLException e) {
            handle.rollbackToSavepoint("trial");
            return REFUSED.equals(e.getSQLState());
        }
    }

    private static void require(boolean kept, Handle handle) {
        if (!kept) {
            String user = handle.select("SELECT current_user").mapTo(String.class).one();
            throw new Failure(
                    Failure.Kind.INVALID,
                    "role: row-level security does not bind %s, who is a superuser or has BYPASSRLS; name in role a role that is neither, with its rights on the tables"
                            .formatted(user));
        }
    }
}
