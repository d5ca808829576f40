package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * MariaDB. Emptying a table fires no trigger there, so the journal does not know of it.
 *
 * @param provider who reads it
 */
record MariaDbDialect(Provider provider) implements Dialect {
    private static final String TABLE =
            """
            CREATE TABLE "%1$s" (%2$s, rev bigint NOT NULL, name varchar(100), amount numeric(12,2),
                note mediumtext, PRIMARY KEY (%3$s)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """;

    private static final String JOURNAL =
            """
            CREATE TABLE journal (seq bigint AUTO_INCREMENT PRIMARY KEY, tab varchar(100) NOT NULL,
                op varchar(10) NOT NULL, k varchar(100), rev bigint)
                CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """;

    private static final String ON_INSERT =
            """
            CREATE TRIGGER "%1$s_i" AFTER INSERT ON "%1$s" FOR EACH ROW
                INSERT INTO journal (tab, op, k, rev) VALUES ('%1$s', 'INSERT', %3$s, NEW.rev)
            """;

    private static final String ON_DELETE =
            """
            CREATE TRIGGER "%1$s_d" AFTER DELETE ON "%1$s" FOR EACH ROW
                INSERT INTO journal (tab, op, k) VALUES ('%1$s', 'DELETE', %2$s)
            """;

    private static final String ON_UPDATE =
            """
            CREATE TRIGGER "%1$s_u" AFTER UPDATE ON "%1$s" FOR EACH ROW
                IF %2$s <> %3$s THEN
                    INSERT INTO journal (tab, op, k, rev)
                    VALUES ('%1$s', 'DELETE', %2$s, NULL), ('%1$s', 'INSERT', %3$s, NEW.rev);
                ELSE
                    INSERT INTO journal (tab, op, k, rev)
                    VALUES ('%1$s', 'UPDATE', %3$s, NEW.rev);
                END IF
            """;

    @Override
    public String sourceType() {
        return "mariadb";
    }

    @Override
    public String dsn(int port, String password) {
        return "mariadb://cdc:%s@127.0.0.1:%d/shop".formatted(password, port);
    }

    @Override
    public List<String> tables() {
        return List.of("shop.plain", "shop.Zwei Schlüssel");
    }

    @Override
    public List<String> setUp(String password) {
        List<String> statements = new ArrayList<>();
        statements.add("SET sql_log_bin = 0"); // the log would have the password
        statements.add("CREATE USER cdc@'%' IDENTIFIED BY '" + password + "'");
        statements.add(
                "GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, BINLOG MONITOR,"
                        + " LOCK TABLES ON *.* TO cdc@'%'");
        statements.add("SET sql_log_bin = 1");
        statements.add(TABLE.formatted("plain", "id bigint", "id"));
        statements.add(
                TABLE.formatted("Zwei Schlüssel", "\"Teil\" varchar(20), nr int", "\"Teil\", nr"));
        statements.add("INSERT INTO plain SELECT seq, -seq, 'seed', seq, NULL FROM seq_1_to_150");
        statements.add(
                "INSERT INTO \"Zwei Schlüssel\""
                        + " SELECT 't1', seq, -seq, 'seed', seq, NULL FROM seq_1_to_150");
        statements.add(JOURNAL);
        for (TortureTable table : TortureTable.values()) {
            for (String trigger : List.of(ON_INSERT, ON_DELETE, ON_UPDATE)) {
                statements.add(
                        trigger.formatted(table.tableName(), key("OLD", table), key("NEW", table)));
            }
        }
        return statements;
    }

    private static String key(String row, TortureTable table) {
        return table.keyColumns().stream()
                .map(column -> "%s.\"%s\"".formatted(row, column))
                .collect(Collectors.joining(", '/', ", "CONCAT(", ")"));
    }

    @Override
    public boolean journalsTruncates() {
        return false;
    }

    @Override
    public boolean readsRowsAgain() {
        return false;
    }

    @Override
    public boolean isRemodelled() {
        return provider.remembersColumns();
    }

    @Override
    public Map<String, String> leftovers() {
        return Map.of(
                "sessions of the source's user",
                "SELECT concat_ws(': ', command, info) FROM information_schema.processlist"
                        + " WHERE user = 'cdc'");
    }
}
