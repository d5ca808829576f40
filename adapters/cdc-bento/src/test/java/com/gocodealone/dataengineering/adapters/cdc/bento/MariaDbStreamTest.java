package com.gocodealone.dataengineering.adapters.cdc.bento;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.MariaDbServer;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is particular to MariaDB as bento-cdc reads it. */
@Timeout(300)
class MariaDbStreamTest {
    private static final String SECRET = "hunter2";

    @TempDir private static Path folder;
    private static @Nullable MariaDbServer server;
    private static @Nullable Certificate certificate;
    private OpenSource source;

    @BeforeAll
    static void start() throws Exception {
        OwnProgram.required();
        Certificate own = Certificate.create(folder, "server");
        certificate = own;
        server =
                MariaDbServer.start(
                        folder.resolve("data"),
                        List.of("--ssl-cert=" + own.pem(), "--ssl-key=" + own.keyPem()));
        execute("CREATE USER careful IDENTIFIED BY '" + SECRET + "' REQUIRE SSL");
        execute("GRANT ALL ON *.* TO careful");
        execute("CREATE USER cdc IDENTIFIED BY '" + SECRET + "'");
        execute("GRANT ALL ON *.* TO cdc");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeTable() throws SQLException {
        execute("CREATE TABLE shop.orders (id bigint PRIMARY KEY, note text)");
        execute("INSERT INTO shop.orders VALUES (1, 'one')");
        source = source("shop.orders");
    }

    @AfterEach
    void dropTable() throws SQLException {
        source.close();
        execute("DROP TABLE shop.orders");
    }

    private static OpenSource source(String table) {
        String dsn =
                "mariadb://cdc:%s@127.0.0.1:%d/shop"
                        .formatted(SECRET, Objects.requireNonNull(server).port());
        return new OpenSource(dsn, table).of("mariadb");
    }

    private static void execute(String sql) throws SQLException {
        Objects.requireNonNull(server).execute(sql);
    }

    @Test
    void every_type_has_its_form_in_a_row_and_in_a_change() throws Exception {
        execute(
                """
                CREATE TABLE shop.kinds (id int PRIMARY KEY, tiny tinyint unsigned, medium mediumint unsigned,
                    big bigint unsigned, d decimal(30,4), f float, r double, mood enum('sad','it''s ok'), tags set('a','b','c'),
                    day date, at datetime(6), stamp timestamp(3) NULL, t time, y year, bits bit(10), raw varbinary(10),
                    body blob, old varchar(10) CHARACTER SET latin1, words text)\
                """);
        execute(
                """
                INSERT INTO shop.kinds VALUES (1, 255, 16777215, 18446744073709551615, 12345678901234567890.1200, 0.1, 0.1,
                    'it''s ok', 'a,c', '2024-02-29', '2024-07-01 12:00:00.120000', FROM_UNIXTIME(1700000000.5), '-10:11:12',
                    2024, b'1000000001', x'00ff', x'0102', 'é', 'Ωmega')\
                """);
        try (OpenSource kinds = source("kinds")) {
            Map<String, @Nullable Object> read =
                    Events.values(kinds.open().take(1).getFirst().after());
            execute("UPDATE shop.kinds SET words = words, id = 2");
            ChangeEvent change = kinds.reader().take(1).getFirst();
            assertThat(Events.values(change.before())).isEqualTo(read);
            assertThat(read)
                    .containsEntry("tiny", 255L)
                    .containsEntry("medium", 16777215L)
                    .containsEntry("d", "12345678901234567890.1200")
                    .containsEntry("f", 0.1)
                    .containsEntry("r", 0.1)
                    .containsEntry("mood", "it's ok")
                    .containsEntry("tags", "a,c")
                    .containsEntry("day", "2024-02-29")
                    .containsEntry("at", "2024-07-01T12:00:00.12")
                    .containsEntry("stamp", "2023-11-14T22:13:20.5Z")
                    .containsEntry("t", "-10:11:12")
                    .containsEntry("y", 2024L)
                    .containsEntry("bits", 513L)
                    .containsEntry("raw", "AP8=")
                    .containsEntry("body", "AQI=")
                    .containsEntry("old", "é")
                    .containsEntry("words", "Ωmega");
            assertThat(read.get("big")).hasToString("18446744073709551615");
        } finally {
            execute("DROP TABLE shop.kinds");
        }
    }

    @Test
    void a_column_that_is_added_shows_with_the_next_change_and_a_truncate_has_no_row()
            throws Exception {
        source.open().take(1);
        execute("ALTER TABLE shop.orders ADD total int");
        execute("INSERT INTO shop.orders VALUES (2, 'two', 5)");
        execute("TRUNCATE /* all */ `shop`.`orders`");
        List<ChangeEvent> events = new ArrayList<>();
        List<SchemaVersion> structures = new ArrayList<>();
        source.reader()
                .poll(
                        batch -> {
                            structures.addAll(batch.schemas());
                            return events.addAll(batch.events()) && events.size() == 2;
                        });

        assertThat(Events.values(events.getFirst().after())).containsEntry("total", 5L);
        assertThat(structures.getLast().columns())
                .extracting(SchemaVersion.Column::name)
                .containsExactly("id", "note", "total");
        assertThat(events.get(1).operation()).isEqualTo(Operation.TRUNCATE);
        assertThat(events.get(1).after()).isNull();
    }

    @Test
    void log_that_was_removed_is_a_gap_unless_rows_may_be_read_again() throws Exception {
        source.open().take(1);
        source.close();
        execute("FLUSH BINARY LOGS");
        execute("RESET MASTER");
        execute("FLUSH BINARY LOGS");
        execute("PURGE BINARY LOGS TO 'server-bin.000002'");

        assertThat(source.reader().refusal().kind()).isEqualTo(Failure.Kind.GAP);
        source.with("snapshot_mode", "when_needed");
        assertThat(source.open().take(1).getFirst().operation()).isEqualTo(Operation.READ);
    }

    @Test
    void a_wrong_password_and_a_table_that_is_not_there_are_invalid() throws Exception {
        Failure noTable = source("shop.nothing").reader().refusal();
        assertThat(noTable.fact()).contains("no table that [shop.nothing] chooses");
        assertThat(noTable.kind()).isEqualTo(Failure.Kind.INVALID);
        execute("CREATE USER other IDENTIFIED BY 'right'");
        Failure noLogin =
                new OpenSource(
                                "mariadb://other:wrong@127.0.0.1:%d/shop"
                                        .formatted(Objects.requireNonNull(server).port()),
                                "orders")
                        .of("mariadb")
                        .reader()
                        .refusal();
        assertThat(noLogin.fact())
                .contains("does not accept user \"other\"")
                .doesNotContain("wrong@");
        assertThat(noLogin.kind()).isEqualTo(Failure.Kind.INVALID);
    }

    private static OpenSource encrypted(Certificate trusted) {
        String dsn =
                "mariadb://careful:%s@127.0.0.1:%d/shop?sslmode=verify-full&sslrootcert=%s"
                        .formatted(SECRET, Objects.requireNonNull(server).port(), trusted.pem());
        return new OpenSource(dsn, "shop.orders").of("mariadb");
    }

    @Test
    void a_user_who_has_to_encrypt_reads_rows_and_the_log() throws Exception {
        source = encrypted(Objects.requireNonNull(certificate));
        assertThat(source.open().take(1)).hasSize(1);
        execute("INSERT INTO shop.orders VALUES (2, 'two')");
        assertThat(source.reader().take(1)).hasSize(1);
    }

    @Test
    void a_server_with_a_certificate_of_somebody_else_is_refused() throws Exception {
        Certificate other = Certificate.create(folder, "other");
        try (OpenSource refused = encrypted(other)) {
            Failure refusal = refused.reader().refusal();
            assertThat(refusal.kind()).isEqualTo(Failure.Kind.INVALID);
            assertThat(refusal.fact()).contains("certificate of 127.0.0.1:", "is refused");
        }
    }
}
