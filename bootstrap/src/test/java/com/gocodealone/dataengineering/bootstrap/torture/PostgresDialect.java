package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * PostgreSQL.
 *
 * @param provider who reads it
 */
record PostgresDialect(Provider provider) implements Dialect {
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

    @Override
    public String sourceType() {
        return "postgres";
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
    public List<String> setUp(String password) {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE ROLE cdc LOGIN REPLICATION PASSWORD '" + password + "'");
        statements.add(TABLE.formatted("plain", "id bigint", "id"));
        statements.add(TABLE.formatted("Zwei Schlüssel", "\"Teil\" text, nr int", "\"Teil\", nr"));
        statements.add("ALTER TABLE plain REPLICA IDENTITY FULL");
        statements.add(
                "INSERT INTO plain SELECT i, -i, 'seed', i, NULL FROM generate_series(1, 150) i");
        statements.add(
                "INSERT INTO \"Zwei Schlüssel\" SELECT 't1', i, -i, 'seed', i, NULL FROM"
                        + " generate_series(1, 150) i");
        statements.add(JOURNAL);
        for (TortureTable table : TortureTable.values()) {
            statements.add(trigger(table));
        }
        statements.add(
                "CREATE PUBLICATION %s FOR TABLE plain, \"Zwei Schlüssel\"".formatted(slot()));
        return statements;
    }

    private String slot() {
        return provider.slot(EngineMain.SOURCE_ID);
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
    public boolean readsRowsAgain() {
        return provider.readsRowsAgain();
    }

    @Override
    public boolean isRemodelled() {
        return true;
    }

    @Override
    public Map<String, String> leftovers() {
        return Map.of(
                "slots other than the source's own",
                "SELECT slot_name FROM pg_replication_slots WHERE slot_name <> '%s'"
                        .formatted(slot()),
                "slots that somebody reads",
                "SELECT slot_name FROM pg_replication_slots WHERE active",
                "sessions of the source's role",
                "SELECT query FROM pg_stat_activity WHERE usename = 'cdc'");
    }
}
