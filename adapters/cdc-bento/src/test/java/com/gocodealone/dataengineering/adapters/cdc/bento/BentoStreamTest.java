package com.gocodealone.dataengineering.adapters.cdc.bento;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is particular to PostgreSQL as bento-cdc reads it. */
@Timeout(300)
class BentoStreamTest {
    private static final String SECRET = "hunter2";

    @TempDir private static Path folder;
    private static @Nullable PostgresServer server;
    private static @Nullable Certificate certificate;
    private OpenSource source;

    @BeforeAll
    static void start() throws Exception {
        OwnProgram.required();
        Certificate own = Certificate.create(folder, "server");
        certificate = own;
        server =
                PostgresServer.start(
                        folder.resolve("data"),
                        Map.of(
                                "ssl", "on",
                                "ssl_cert_file", own.pem().toString(),
                                "ssl_key_file", own.keyPem().toString()));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeTable() throws SQLException {
        execute("CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric(10,2))");
        execute("INSERT INTO orders VALUES (1, 'one', 1.50)");
        source = new OpenSource(dsn(), "public.orders");
    }

    @AfterEach
    void dropTable() throws Exception {
        source.release();
        execute("DROP TABLE orders");
    }

    private static PostgresServer server() {
        return Objects.requireNonNull(server);
    }

    private static Certificate certificate() {
        return Objects.requireNonNull(certificate);
    }

    private static String dsn() {
        return server().dsn(SECRET);
    }

    private static void execute(String sql) throws SQLException {
        server().execute(sql);
    }

    @Test
    void rows_come_first_and_the_status_tells_how_many() throws Exception {
        source.open();
        assertThat(source.reader().take(1))
                .extracting(ChangeEvent::operation)
                .containsExactly(Operation.READ);
        execute("INSERT INTO orders VALUES (2, 'two', 2)");
        ChangeEvent insert = source.reader().take(1).getFirst();
        assertThat(insert.operation()).isEqualTo(Operation.INSERT);
        assertThat(insert.transaction()).isNotNull();
        assertThat(Events.values(insert.after()))
                .isEqualTo(Map.of("id", 2L, "note", "two", "total", "2.00"));

        StreamStatus status = source.reader().stream().status();
        assertThat(status.phase()).isEqualTo(StreamStatus.Phase.STREAMING);
        SnapshotProgress progress = status.snapshots().getFirst();
        assertThat(progress.state()).isEqualTo(SnapshotProgress.State.DONE);
        assertThat(progress.rows()).isEqualTo(1);
    }

    @Test
    void a_large_value_that_did_not_change_is_marked_and_a_truncate_has_no_row() throws Exception {
        source.with("snapshot_mode", "never").open();
        execute(
                "UPDATE orders SET note = (SELECT string_agg(md5(i::text), '') FROM"
                        + " generate_series(1, 1000) i)");
        execute("UPDATE orders SET total = 3");
        execute("UPDATE orders SET id = 9");
        execute("TRUNCATE orders");

        List<ChangeEvent> events = source.reader().take(4);
        Row unchanged = Objects.requireNonNull(events.get(1).after());
        assertThat(unchanged.unchangedColumns()).containsExactly("note");
        assertThat(Events.values(events.get(2).before())).isEqualTo(Map.of("id", 1L));
        assertThat(events.get(3).operation()).isEqualTo(Operation.TRUNCATE);
        assertThat(events.get(3).after()).isNull();
        assertThat(events.get(3).key()).isNull();
    }

    @Test
    void with_full_replica_identity_the_row_before_is_whole_and_the_key_is_the_primary_key()
            throws Exception {
        execute("ALTER TABLE orders REPLICA IDENTITY FULL");
        source.with("snapshot_mode", "never").open();
        execute("UPDATE orders SET note = 'say \"hi\"' WHERE id = 1");
        execute("DELETE FROM orders");

        List<ChangeEvent> events = source.reader().take(2);
        assertThat(Events.values(events.getFirst().before()))
                .isEqualTo(Map.of("id", 1L, "note", "one", "total", "1.50"));
        assertThat(Events.values(events.get(1).before())).containsEntry("note", "say \"hi\"");
        assertThat(Events.values(events.get(1).key())).isEqualTo(Map.of("id", 1L));
    }

    @Test
    void every_type_has_its_form() throws Exception {
        execute("CREATE TYPE mood AS ENUM ('sad', 'ok')");
        execute("CREATE DOMAIN positive AS int");
        execute(
                """
                CREATE TABLE kinds (id int PRIMARY KEY, a int[], t text[], m mood[], p positive, f float8,
                    n numeric, j jsonb, b bytea, d date, ts timestamptz, i interval, yes boolean, u uuid)\
                """);
        execute(
                """
                INSERT INTO kinds VALUES (1, '{{1,NULL},{3,4}}', '{"a b",NULL,"q\\"x\\\\"}', '{sad,ok}', 5, 'NaN',
                    'Infinity', '{"x": [1, 1.5, "y"]}', '\\x00ff', '0044-03-15 BC', '2024-01-02 03:04:05.12+02',
                    '1 year 2 days 03:00', true, '6f1c1c1e-0000-4000-8000-000000000001')\
                """);
        OpenSource kinds = new OpenSource(dsn(), "kinds");
        try (kinds) {
            Map<String, @Nullable Object> read =
                    Events.values(kinds.open().take(1).getFirst().after());
            execute("UPDATE kinds SET yes = true");
            assertThat(Events.values(kinds.reader().take(1).getFirst().after())).isEqualTo(read);
            assertThat(read)
                    .containsEntry("a", List.of(Arrays.asList(1L, null), List.of(3L, 4L)))
                    .containsEntry("t", Arrays.asList("a b", null, "q\"x\\"))
                    .containsEntry("m", List.of("sad", "ok"))
                    .containsEntry("p", 5L)
                    .containsEntry("f", "NaN")
                    .containsEntry("n", "Infinity")
                    .containsEntry("j", Map.of("x", List.of(1L, 1.5, "y")))
                    .containsEntry("b", "AP8=")
                    .containsEntry("d", "-0043-03-15")
                    .containsEntry("ts", "2024-01-02T01:04:05.12Z")
                    .containsEntry("i", "P1Y2DT3H")
                    .containsEntry("yes", true);
        } finally {
            kinds.release();
            execute("DROP TABLE kinds; DROP TYPE mood; DROP DOMAIN positive");
        }
    }

    @Test
    void a_bento_that_is_killed_ends_the_stream_and_the_next_one_goes_on() throws Exception {
        source.open().take(1);
        List<ProcessHandle> bento =
                ProcessHandle.current().children().filter(BentoStreamTest::isOwn).toList();
        assertThat(bento).hasSize(1);
        assertThat(bento.getFirst().info().commandLine().orElseThrow()).doesNotContain(SECRET);
        bento.getFirst().destroyForcibly();

        Failure end = source.reader().breakdown();
        assertThat(end.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(end.fact()).contains("bento-cdc ended");
        execute("INSERT INTO orders VALUES (2, 'two', 2)");
        assertThat(source.open().take(1).getFirst().operation()).isEqualTo(Operation.INSERT);
    }

    private static boolean isOwn(ProcessHandle process) {
        return process.info().command().orElse("").endsWith(Program.OWN);
    }

    @Test
    void a_slot_that_was_dropped_is_a_gap_unless_rows_may_be_read_again() throws Exception {
        source.open().take(1);
        source.close();
        execute("SELECT pg_drop_replication_slot('bento_shop')");

        assertThat(source.reader().refusal().kind()).isEqualTo(Failure.Kind.GAP);
        source.with("snapshot_mode", "when_needed").open();
        assertThat(source.reader().take(1).getFirst().operation()).isEqualTo(Operation.READ);
    }

    @Test
    void rows_alone_are_complete_and_leave_no_slot() throws Exception {
        source.with("snapshot_mode", "initial_only").open();
        source.reader().take(1);
        source.reader().poll(batch -> isComplete());

        assertThat(source.reader().stream().status().phase())
                .isEqualTo(StreamStatus.Phase.COMPLETE);
        assertThat(server().query("SELECT slot_name FROM pg_replication_slots")).isEmpty();
        source.open();
        assertThat(isComplete()).isTrue();
    }

    private boolean isComplete() {
        return source.reader().stream().status().phase() == StreamStatus.Phase.COMPLETE;
    }

    @Test
    void what_is_wrong_at_the_source_is_said_in_one_sentence() throws Exception {
        isInvalid(
                new OpenSource(dsn(), "public.nothing"), "no table that [public.nothing] chooses");
        isInvalid(
                new OpenSource(dsn().replace("/postgres?", "/nowhere?"), "public.orders"),
                "there is no database \"nowhere\"");
        execute("CREATE TABLE keyless (note text)");
        isInvalid(
                new OpenSource(dsn(), "keyless"),
                "ALTER TABLE \"public\".\"keyless\" REPLICA IDENTITY FULL");
        execute("DROP TABLE keyless");
    }

    private static void isInvalid(OpenSource wrong, String sentence) throws InterruptedException {
        Failure failure = wrong.reader().refusal();
        assertThat(failure.fact()).contains(sentence).doesNotContain(SECRET);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    }

    @Test
    void processors_change_rows_and_one_that_fails_stops_the_source() throws Exception {
        source.with(
                "processors",
                List.of(Map.of("mapping", "root = this\nroot.note = this.note.uppercase()")));
        assertThat(Events.values(source.open().take(1).getFirst().after()))
                .containsEntry("note", "ONE");
        source.with("processors", List.of(Map.of("mapping", "root = this.note.number()"))).open();
        execute("INSERT INTO orders VALUES (2, 'two', 2)");

        Failure end = source.reader().breakdown();
        assertThat(end.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(end.fact()).contains("processors");
    }

    private static OpenSource encrypted(Certificate trusted) {
        String dsn =
                "postgres://postgres:%s@127.0.0.1:%d/postgres?sslmode=verify-full&sslrootcert=%s"
                        .formatted(SECRET, server().port(), trusted.pem());
        return new OpenSource(dsn, "public.orders");
    }

    @Test
    void a_connection_is_encrypted_and_the_server_verified_when_it_says_so() throws Exception {
        source = encrypted(certificate());
        assertThat(source.open().take(1)).hasSize(1);
        assertThat(
                        server().query(
                                        "SELECT ssl::text FROM pg_stat_ssl JOIN pg_stat_activity"
                                                + " USING (pid) WHERE application_name ="
                                                + " 'bento-cdc'"))
                .hasSize(2)
                .containsOnly("true");
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
