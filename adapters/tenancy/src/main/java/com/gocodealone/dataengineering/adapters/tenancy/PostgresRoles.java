package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;
import com.gocodealone.dataengineering.domain.tenancy.TenantRole;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A comment on the role says whose it is. It is locked with a connection limit of 0, so that its
 * password stays what it is. Stateless.
 */
final class PostgresRoles implements Roles {
    /** To grant on the same schema twice at the same time is refused. */
    private static final Statement ONE_AT_A_TIME =
            Statement.of(
                    "SELECT pg_advisory_xact_lock(hashtext('data_engineering.shared_schemas'))");

    private static boolean isThere(Handle handle, TenantRole role) {
        return markOf(handle, role).equals(List.of(role.mark()));
    }

    private static List<String> markOf(Handle handle, TenantRole role) {
        return handle.select(
                        "SELECT coalesce(shobj_description(oid, 'pg_authid'), '') FROM pg_roles"
                                + " WHERE rolname = ?",
                        role.name().name())
                .mapTo(String.class)
                .list();
    }

    @Override
    public void make(Handle handle, TenantRole role, Placement place, @Nullable String password)
            throws SQLException {
        List<String> found = markOf(handle, role);
        if (found.isEmpty()) {
            run(handle, "CREATE ROLE %s".formatted(role.name()));
            run(handle, "GRANT %s TO CURRENT_USER".formatted(role.name()));
            run(handle, "COMMENT ON ROLE %s IS '%s'".formatted(role.name(), quoted(role.mark())));
        } else if (!found.getFirst().equals(role.mark())) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "tenant_role: there is a role %s that is not this tenant's; choose another prefix"
                            .formatted(role.name().name()));
        }
        for (String setting : settings(role, place)) {
            run(handle, "ALTER ROLE %s %s".formatted(role.name(), setting));
        }
        if (password != null) {
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .alterUserPassword(role.name().name(), password.toCharArray(), null);
            run(handle, "ALTER ROLE %s LOGIN".formatted(role.name()));
        }
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    private static List<String> settings(TenantRole role, Placement place) {
        Integer limit = role.limits().connectionLimit();
        List<String> settings = new ArrayList<>();
        settings.add("CONNECTION LIMIT %d".formatted(limit == null ? -1 : limit));
        settings.add(setting("statement_timeout", role.limits().statementTimeout()));
        settings.add(
                setting(
                        "idle_in_transaction_session_timeout",
                        role.limits().idleInTransactionTimeout()));
        if (place instanceof Placement.OwnSchema own) {
            settings.add("SET search_path = " + own.path());
        }
        return settings;
    }

    private static String setting(String name, @Nullable Duration time) {
        return time == null ? "RESET " + name : "SET %s = '%dms'".formatted(name, time.toMillis());
    }

    @Override
    public void grant(Handle handle, TenantRole role, Placement place) throws SQLException {
        if (!isThere(handle, role)) {
            return;
        }
        for (Identifier schema : schemas(handle, place)) {
            run(handle, "GRANT USAGE ON SCHEMA %s TO %s".formatted(schema, role.name()));
            run(
                    handle,
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO %s"
                            .formatted(schema, role.name()));
            run(
                    handle,
                    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %s TO %s"
                            .formatted(schema, role.name()));
            TableName history = History.table(schema);
            if (PostgresCatalog.isThere(handle, history)) {
                run(handle, "REVOKE ALL ON %s FROM %s".formatted(history, role.name()));
            }
        }
        share(handle, place, "GRANT USAGE ON SCHEMA %s TO ", role);
        share(handle, place, "GRANT SELECT ON ALL TABLES IN SCHEMA %s TO ", role);
        if (place instanceof Placement.OwnDatabase own) {
            closeToOthers(handle, role, own.database());
        }
    }

    /** In a database of its own, every schema that the connection's user may give away. */
    private static List<Identifier> schemas(Handle handle, Placement place) {
        if (place instanceof Placement.OwnSchema own) {
            return List.of(own.schema());
        }
        return handle.select(
                        "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <>"
                                + " 'information_schema' AND (nspname = 'public' OR"
                                + " pg_has_role(nspowner, 'USAGE'))")
                .mapTo(String.class)
                .map(Identifier::new)
                .list();
    }

    private static void share(Handle handle, Placement place, String statement, TenantRole role)
            throws SQLException {
        if (place instanceof Placement.OwnSchema own && !own.shared().isEmpty()) {
            Database.run(handle, ONE_AT_A_TIME);
            for (Identifier schema : own.shared()) {
                run(handle, statement.formatted(schema) + role.name());
            }
        }
    }

    private static void closeToOthers(Handle handle, TenantRole role, Identifier database)
            throws SQLException {
        run(handle, "GRANT CONNECT ON DATABASE %s TO %s".formatted(database, role.name()));
        run(handle, "GRANT CONNECT ON DATABASE %s TO CURRENT_USER".formatted(database));
        run(handle, "REVOKE CONNECT, TEMPORARY ON DATABASE %s FROM PUBLIC".formatted(database));
    }

    @Override
    public void lock(Handle handle, TenantRole role, Placement place) throws SQLException {
        if (!isThere(handle, role)) {
            return;
        }
        run(handle, "ALTER ROLE %s CONNECTION LIMIT 0".formatted(role.name()));
        if (place instanceof Placement.OwnSchema own && PostgresCatalog.isThere(handle, own)) {
            run(handle, "REVOKE USAGE ON SCHEMA %s FROM %s".formatted(own.schema(), role.name()));
        }
        Database.run(
                handle,
                Statement.of(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ?",
                        role.name().name()));
    }

    /** Only what was granted here is taken back: what somebody else gave it keeps it alive. */
    @Override
    public void drop(Handle handle, TenantRole role, Placement place) throws SQLException {
        if (!isThere(handle, role)) {
            return;
        }
        share(handle, place, "REVOKE ALL ON ALL TABLES IN SCHEMA %s FROM ", role);
        share(handle, place, "REVOKE ALL ON SCHEMA %s FROM ", role);
        run(handle, "DROP ROLE %s".formatted(role.name()));
    }

    @Override
    public boolean enter(Handle handle, TenantRole role) throws SQLException {
        boolean there = isThere(handle, role);
        if (there) {
            Database.run(
                    handle, Statement.of("SELECT set_config('role', ?, true)", role.name().name()));
        }
        return there;
    }

    private static void run(Handle handle, String sql) throws SQLException {
        Database.run(handle, Statement.of(sql));
    }
}
