package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.adapters.testing.MariaDbServer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A MariaDB. Emptying a table fires no trigger there, so the journal does not know of it. */
final class MariaDbVictim implements Victim {
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

    private final MariaDbServer server;

    MariaDbVictim(Path data) {
        this.server = MariaDbServer.start(data, List.of("--innodb-lock-wait-timeout=2"));
    }

    @Override
    public String sourceType() {
        return "mariadb";
    }

    @Override
    public int port() {
        return server.port();
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
    public Connection connect() throws SQLException {
        return server.connect();
    }

    @Override
    public void setUp(String password) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER cdc@'%' IDENTIFIED BY '" + password + "'");
            statement.execute(
                    "GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, BINLOG MONITOR,"
                            + " LOCK TABLES ON *.* TO cdc@'%'");
            statement.execute(TABLE.formatted("plain", "id bigint", "id"));
            statement.execute(
                    TABLE.formatted(
                            "Zwei Schlüssel", "\"Teil\" varchar(20), nr int", "\"Teil\", nr"));
            statement.execute(
                    "INSERT INTO plain SELECT seq, -seq, 'seed', seq, NULL FROM seq_1_to_150");
            statement.execute(
                    "INSERT INTO \"Zwei Schlüssel\""
                            + " SELECT 't1', seq, -seq, 'seed', seq, NULL FROM seq_1_to_150");
            statement.execute(JOURNAL);
            for (TortureTable table : TortureTable.values()) {
                for (String trigger : List.of(ON_INSERT, ON_DELETE, ON_UPDATE)) {
                    statement.execute(
                            trigger.formatted(
                                    table.tableName(), key("OLD", table), key("NEW", table)));
                }
            }
        }
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
    public void kill() throws IOException {
        server.kill();
    }

    @Override
    public void restart() {
        server.restart();
    }

    @Override
    public Map<String, List<String>> leftovers() throws SQLException {
        List<String> sessions = new ArrayList<>();
        try (Connection connection = connect();
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT info FROM information_schema.processlist"
                                        + " WHERE user = 'cdc'");
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                sessions.add(String.valueOf(found.getString(1)));
            }
        }
        return Map.of("sessions of the source's user", sessions);
    }

    @Override
    public void close() {
        server.close();
    }
}
