package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.application.tenancy.Moved;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tenants move between tables that they share and a schema of their own. */
class MoveTest {
    private static final String ORDERS = "SELECT id, item FROM orders ORDER BY id";
    private static final String BLOCKED =
            " FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE%'";

    private static TestServer server;
    @TempDir private Path scripts;
    private TenantDatabase tenants;

    @BeforeAll
    static void startServer() {
        server = TestServer.start();
        server.run(
                "CREATE ROLE owner LOGIN PASSWORD 'x'",
                "CREATE ROLE app NOLOGIN",
                "GRANT app TO owner",
                "GRANT CREATE ON DATABASE postgres TO owner",
                "GRANT CREATE ON SCHEMA public TO owner");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        server.run(
                "CREATE TABLE orders (tenant_id text NOT NULL DEFAULT"
                        + " current_setting('data_engineering.tenant'), id bigint GENERATED ALWAYS"
                        + " AS IDENTITY PRIMARY KEY, item text, twice bigint GENERATED ALWAYS AS"
                        + " (id * 2) STORED)",
                "CREATE TABLE lines (tenant_id text NOT NULL, order_id bigint NOT NULL REFERENCES"
                        + " orders, before bigint)",
                "ALTER TABLE orders OWNER TO owner",
                "ALTER TABLE lines OWNER TO owner",
                "GRANT ALL ON orders, lines TO app");
        Files.writeString(
                scripts.resolve("V1__tables.sql"),
                """
                CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item text);
                CREATE TABLE lines (order_id bigint NOT NULL REFERENCES orders, before bigint);
                """);
        tenants = open(new PoolLimits(8, 8, Duration.ofSeconds(30), Duration.ofSeconds(30)));
        tenants.provision("a", NEW);
        tenants.provision("b", NEW);
        query(tenants, "b", "INSERT INTO orders VALUES ('b', DEFAULT, 'theirs')");
        query(
                tenants,
                "a",
                "INSERT INTO orders VALUES ('a', DEFAULT, 'one'), ('a', DEFAULT, NULL)");
        query(tenants, "a", "INSERT INTO lines VALUES ('a', 2, NULL), ('a', 3, 1)");
    }

    private static TenantDatabase open(PoolLimits limits) {
        return server.open(
                Map.of(
                        "connection", server.dsn("owner", "postgres"),
                        "strategy", "row_level",
                        "role", "app",
                        "tables", List.of("orders", "lines"),
                        "schema_prefix", "t_"),
                limits);
    }

    @AfterEach
    void clean() {
        tenants.close();
        server.run(
                "DROP SCHEMA IF EXISTS t_a CASCADE",
                "DROP TABLE lines, orders",
                "DROP SCHEMA data_engineering CASCADE");
    }

    private Moved promote(boolean deleteSource) {
        return tenants.move(
                "a", new Move("schema_per_tenant", null, order(scripts), false, deleteSource));
    }

    private Moved demote(boolean replace, boolean deleteSource) {
        return tenants.move(
                "a", new Move("row_level", "schema_per_tenant", null, replace, deleteSource));
    }

    @Test
    void a_tenant_gets_a_schema_with_its_rows_and_every_call_follows_it() {
        Moved moved = promote(true);
        assertThat(moved.from()).isEqualTo("row_level");
        assertThat(moved.rows()).isEqualTo(4);
        assertThat(moved.tables()).containsExactly("t_a.orders", "t_a.lines");
        assertThat(moved.tenant().place()).isEqualTo("schema t_a");
        assertThat(moved.tenant().version()).isEqualTo("1");
        assertThat(ask(tenants, "a", ORDERS)).containsExactly(2L, "one", 3L, null);
        assertThat(ask(tenants, "a", "SELECT count(*) FROM lines JOIN orders ON id = order_id"))
                .containsExactly(2L);
        assertThat(ask(tenants, "a", "INSERT INTO orders VALUES (DEFAULT, 'new') RETURNING id"))
                .containsExactly(4L);
        assertThat(server.ask("SELECT tenant_id FROM orders")).containsExactly("b");
        assertThat(ask(tenants, "b", ORDERS)).containsExactly(1L, "theirs");
        assertThat(tenants.inventory("a")).extracting("name").contains("t_a.orders");
        assertThat(tenants.migrate("a", order(scripts)).isCurrent()).isTrue();
        assertThat(promote(true).rows()).as("the same call again").isZero();
        tenants.delete("a", NOW);
        assertThat(server.schemas()).isEmpty();
    }

    @Test
    void a_move_is_undone_with_what_was_written_since() {
        promote(false);
        assertThat(server.ask("SELECT count(*) FROM orders")).containsExactly("3");
        query(tenants, "a", "UPDATE orders SET item = 'since' WHERE id = 3");
        query(tenants, "a", "INSERT INTO orders VALUES (DEFAULT, 'new')");
        assertThatThrownBy(() -> demote(false, true))
                .hasMessageContaining("replace: true removes what an earlier move has left there");
        assertThat(demote(true, true).rows()).isEqualTo(5);
        assertThat(ask(tenants, "a", ORDERS)).containsExactly(2L, "one", 3L, "since", 4L, "new");
        assertThat(ask(tenants, "b", ORDERS)).containsExactly(1L, "theirs");
        assertThat(ask(tenants, "b", "INSERT INTO orders VALUES ('b') RETURNING id"))
                .containsExactly(5L);
        assertThat(server.schemas()).isEmpty();
    }

    @Test
    void what_is_interrupted_or_refused_leaves_the_tenant_where_it_was() throws Exception {
        try (Connection other = server.connect("postgres");
                Statement statement = other.createStatement();
                TenantDatabase impatient = open(Crash.IMPATIENT)) {
            other.setAutoCommit(false);
            statement.execute("UPDATE orders SET item = 'theirs too' WHERE tenant_id = 'b'");
            Thread mover =
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            assertThatThrownBy(() -> promote(true))
                                                    .isInstanceOf(Failure.class));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> server.ask("SELECT count(*)" + BLOCKED).contains("1"));
            server.ask("SELECT pg_terminate_backend(pid)" + BLOCKED);
            mover.join();
            other.rollback();
            assertThat(ask(impatient, "a", ORDERS)).containsExactly(2L, "one", 3L, null);
        }
        server.run("CREATE TABLE reminder (id int)");
        Files.writeString(
                scripts.resolve("V2__fails.sql"), "CREATE TABLE public.reminder (id int)");
        assertThatThrownBy(() -> promote(true)).hasMessageContaining("reminder");
        server.run("DROP TABLE reminder");
        Files.writeString(
                scripts.resolve("V2__fails.sql"), "ALTER TABLE orders ALTER item TYPE char(9)");
        assertThatThrownBy(() -> promote(true))
                .hasMessageContaining("the copies in t_a.orders differ from the rows in");
        Files.delete(scripts.resolve("V2__fails.sql"));
        Move away = new Move("db_per_tenant", null, order(scripts), false, true);
        assertThatThrownBy(() -> tenants.move("a", away))
                .hasMessageContaining("moves between row_level and schema_per_tenant, and not");
        assertThat(server.schemas()).isEmpty();
        assertThat(tenants.list()).extracting("strategy").containsOnly("row_level");
        assertThat(promote(true).rows()).isEqualTo(4);
    }

    @Test
    void who_writes_to_the_shared_tables_is_waited_for_as_long_as_lock_timeout()
            throws SQLException {
        PoolLimits hasty = new PoolLimits(2, 2, Duration.ofSeconds(30), Duration.ofMillis(200));
        try (Connection other = server.connect("postgres");
                Statement statement = other.createStatement();
                TenantDatabase impatient = open(hasty)) {
            other.setAutoCommit(false);
            statement.execute("UPDATE orders SET item = 'theirs too' WHERE tenant_id = 'b'");
            Move move = new Move("schema_per_tenant", null, order(scripts), false, true);
            assertThatThrownBy(() -> impatient.move("a", move))
                    .hasMessageContaining("public.orders is locked by session ");
            other.rollback();
            assertThat(impatient.move("a", move).rows()).isEqualTo(4);
        }
    }

    @Test
    void nothing_that_is_written_while_a_tenant_moves_is_lost() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<Thread> writers =
                List.of(
                        Thread.ofVirtual().start(() -> write(over, written)),
                        Thread.ofVirtual().start(() -> write(over, written)));
        for (int i = 0; i < 5; i++) {
            int before = written.get();
            promote(true);
            await().atMost(Duration.ofMinutes(1)).until(() -> written.get() > before + 5);
            demote(false, true);
        }
        over.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(ask(tenants, "a", "SELECT count(*) FROM orders WHERE item = 'w'"))
                .containsExactly((long) written.get());
        assertThat(server.ask("SELECT count(*) FROM orders WHERE tenant_id = 'b'"))
                .containsExactly("1");
    }

    private void write(AtomicBoolean over, AtomicInteger written) {
        while (!over.get()) {
            query(tenants, "a", "INSERT INTO orders (item) VALUES ('w')");
            written.incrementAndGet();
        }
    }
}
