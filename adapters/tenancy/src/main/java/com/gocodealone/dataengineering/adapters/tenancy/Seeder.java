package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.Seed;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Server;
import com.gocodealone.dataengineering.domain.tenancy.Statement;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fills new tenants, each once: in the transaction that puts the tenant into use or, where that is
 * in another database, in one that also leaves a mark there. Immutable.
 */
record Seeder(Dialect dialect, Server server) {
    private static final String MARK = "data_engineering.seeded";

    /** Anything else cannot be taken back there. */
    private static final Pattern ROWS_ONLY =
            Pattern.compile(
                    "(?is)(?:/\\*.*?\\*/\\s*)*(?:insert|update|delete|replace|set|select|with|do)\\b.*");

    /** Whether it can be done in the transaction that puts a tenant at {@code place} into use. */
    boolean isPartOfMain(Placement place) {
        return place.isTransactional() || server == Server.MYSQL;
    }

    /** Fills {@code place}, in whose database the transaction is. */
    void sow(Handle handle, Placement place, @Nullable Seed seed) throws SQLException {
        if (seed == null) {
            return;
        }
        Map<String, String> values = new HashMap<>(seed.placeholders());
        values.put("flyway:defaultSchema", dialect.historySchema(handle, place).name());
        Database.run(handle, dialect.statementTimeout(seed.statementTimeout()));
        for (Script script : seed.scripts()) {
            Database.run(handle, place.enter());
            run(handle, script.name(), script.sql(values));
        }
        dialect.leave(handle);
    }

    /** The same, unless an interrupted call has done it in this very database. */
    void sowOnce(Handle handle, Identifier database, Placement place, @Nullable Seed seed)
            throws SQLException {
        if (seed == null || isMarked(handle)) {
            return;
        }
        sow(handle, place, seed);
        Database.run(
                handle,
                Statement.of("ALTER DATABASE %s SET %s = 'true'".formatted(database, MARK)));
    }

    private static boolean isMarked(Handle handle) {
        return handle.select(
                        "SELECT EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d ON"
                                + " d.oid = s.setdatabase WHERE d.datname = current_database() AND"
                                + " s.setrole = 0 AND ? = ANY (s.setconfig))",
                        MARK + "=true")
                .mapTo(Boolean.class)
                .one();
    }

    private void run(Handle handle, String name, String sql) throws SQLException {
        List<String> pieces =
                switch (server) {
                    case POSTGRESQL -> List.of(sql);
                    case MYSQL ->
                            MySqlStatements.of(sql).stream()
                                    .map(MySqlStatements.Piece::sql)
                                    .toList();
                };
        try (java.sql.Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            for (String piece : pieces) {
                requireRows(name, piece);
                statement.execute(piece);
            }
        } catch (SQLException e) {
            throw new SQLException(
                    "seed: %s: %s".formatted(name, Refusals.message(e)),
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
    }

    private void requireRows(String name, String piece) {
        if (server == Server.MYSQL && !ROWS_ONLY.matcher(piece.strip()).matches()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "seed: %s: in MySQL a seed has INSERT, UPDATE, DELETE, REPLACE, SET and SELECT only, so that it can be taken back; the rest belongs into migrations"
                            .formatted(name));
        }
    }
}
