package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A PostgreSQL that soon lets go of a reader that has fallen silent. */
final class PostgresVictim implements Victim {
    private static final String TABLE =
            """
            CREATE TABLE "%1$s" (%2$s, rev bigint NOT NULL, name text, amount numeric(12,2), note text,
                PRIMARY KEY (%3$s));
            GRANT SELECT ON "%1$s" TO cdc;
            """;

    private static final String JOURNAL =
            """
            CREATE TABLE journal (seq bigserial PRIMARY KEY, tab text NOT NULL, op text NOT NULL, k text,
                rev bigint);
            """;

    private final PostgresServer server;

    PostgresVictim(Path data) {
        this.server =
                PostgresServer.start(
                        data,
                        Map.of("fsync", "off", "wal_sender_timeout", "6s", "lock_timeout", "2s"));
    }

    @Override
    public String sourceType() {
        return "postgres";
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String dsn(int port, String password) {
        return "postgres://cdc:%s@127.0.0.1:%d/postgres?sslmode=disable".formatted(password, port);
    }

    @Override
    public List<String> tables() {
        return List.of("public.plain", "public.Zwei Schlüssel");
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect();
    }

    @Override
    public void setUp(String password) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE cdc LOGIN REPLICATION PASSWORD '" + password + "'");
            statement.execute(TABLE.formatted("plain", "id bigint", "id"));
            statement.execute(
                    TABLE.formatted("Zwei Schlüssel", "\"Teil\" text, nr int", "\"Teil\", nr"));
            statement.execute("ALTER TABLE plain REPLICA IDENTITY FULL");
            statement.execute(
                    "INSERT INTO plain SELECT i, -i, 'seed', i, NULL FROM generate_series(1, 150)"
                            + " i");
            statement.execute(
                    "INSERT INTO \"Zwei Schlüssel\" SELECT 't1', i, -i, 'seed', i, NULL FROM"
                            + " generate_series(1, 150) i");
            statement.execute(JOURNAL);
            for (TortureTable table : TortureTable.values()) {
                statement.execute(trigger(table));
            }
            statement.execute(
                    "CREATE PUBLICATION data_engineering_torture FOR TABLE plain, \"Zwei"
                            + " Schlüssel\"");
        }
    }

    private static String trigger(TortureTable table) {
        return """
        CREATE FUNCTION "log %1$s"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                INSERT INTO journal (tab, op) VALUES (TG_TABLE_NAME, TG_OP);
                RETURN NULL;
            END IF;
            IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (%2$s) <> (%3$s) THEN
                INSERT INTO journal (tab, op, k) VALUES (TG_TABLE_NAME, 'DELETE', %2$s);
            END IF;
            IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND (%2$s) <> (%3$s) THEN
                INSERT INTO journal (tab, op, k, rev)
                VALUES (TG_TABLE_NAME, 'INSERT', %3$s, NEW.rev);
            ELSIF TG_OP = 'UPDATE' THEN
                INSERT INTO journal (tab, op, k, rev)
                VALUES (TG_TABLE_NAME, 'UPDATE', %3$s, NEW.rev);
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER log_rows AFTER INSERT OR UPDATE OR DELETE ON "%1$s"
            FOR EACH ROW EXECUTE FUNCTION "log %1$s"();
        CREATE TRIGGER log_truncate AFTER TRUNCATE ON "%1$s"
            FOR EACH STATEMENT EXECUTE FUNCTION "log %1$s"();
        """
                .formatted(table.tableName(), key("OLD", table), key("NEW", table));
    }

    private static String key(String row, TortureTable table) {
        return table.keyColumns().stream()
                .map(column -> "%s.\"%s\"::text".formatted(row, column))
                .collect(Collectors.joining(" || '/' || "));
    }

    @Override
    public boolean journalsTruncates() {
        return true;
    }

    @Override
    public void kill() throws IOException {
        server.kill();
    }

    @Override
    public void restart() {
        server.restart();
    }

    @Override
    public Map<String, List<String>> leftovers() throws SQLException {
        return Map.of(
                "slots other than the source's own",
                server.query(
                        "SELECT slot_name::text FROM pg_replication_slots"
                                + " WHERE slot_name <> 'data_engineering_torture'"),
                "slots that somebody reads",
                server.query("SELECT slot_name::text FROM pg_replication_slots WHERE active"),
                "sessions of the source's role",
                server.query("SELECT query FROM pg_stat_activity WHERE usename = 'cdc'"));
    }

    @Override
    public void close() {
        server.close();
    }
}
