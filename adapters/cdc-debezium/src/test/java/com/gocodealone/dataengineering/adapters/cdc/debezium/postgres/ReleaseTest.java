package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Properties;

/** A source gives up what it made, and its readers that nobody ended are ended. */
final class ReleaseTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String table) {
        server.run("CREATE TABLE %s (id int PRIMARY KEY)".formatted(table));
        return new TestSource(table, server.dsn(), table);
    }

    private static List<String> release(TestSource source) throws InterruptedException {
        return new PostgresProvider().release(source.spec(), source.state());
    }

    private static void isGone(String name) {
        assertThat(
                        server.askAll(
                                ("SELECT slot_name FROM pg_replication_slots WHERE slot_name ="
                                     + " '%1$s' UNION SELECT pubname FROM pg_publication WHERE"
                                     + " pubname = '%1$s'")
                                        .formatted(name)))
                .isEmpty();
    }

    @Test
    void what_a_source_made_is_dropped_and_forgotten_once() throws Exception {
        TestSource source = source("made");
        source.open();
        server.run("INSERT INTO made VALUES (1)");
        source.take(1);
        source.stop();

        assertThat(release(source))
                .containsExactly(
                        "replication slot data_engineering_made is dropped",
                        "publication data_engineering_made is dropped",
                        "what was acknowledged is forgotten");

        isGone("data_engineering_made");
        assertThat(release(source)).isEmpty();
        source.open();
        assertThat(source.take(1)).extracting(Events::id).containsExactly(1L);
        source.close();
    }

    @Test
    void what_others_made_stays() throws Exception {
        TestSource source =
                source("foreign_one")
                        .with("slot_name", "foreign_slot")
                        .with("publication_name", "foreign_pub")
                        .with("snapshot_mode", "never");
        server.run(
                "CREATE PUBLICATION foreign_pub FOR TABLE foreign_one",
                "SELECT pg_create_logical_replication_slot('foreign_slot', 'pgoutput')");
        source.open();
        source.stop();

        assertThat(release(source))
                .containsExactly(
                        "replication slot foreign_slot stays, because this source did not make it;"
                            + " as long as nobody reads from it, the server keeps all log: SELECT"
                            + " pg_drop_replication_slot('foreign_slot');",
                        "publication foreign_pub stays, because this source did not make it",
                        "what was acknowledged is forgotten");
    }

    @Test
    void a_slot_that_another_reads_is_not_dropped() throws Exception {
        try (TestSource source = source("in_use")) {
            source.open();
            source.stop();
            try (Connection _ = reader("data_engineering_in_use", "somebody")) {
                assertThatThrownBy(() -> release(source))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure ->
                                        assertThat(failure.kind())
                                                .isEqualTo(Failure.Kind.CONFLICT));
            }
        }
    }

    @Test
    void a_reader_of_our_own_that_nobody_ended_is_ended() throws Exception {
        try (TestSource source = source("orphan")) {
            source.open();
            String name =
                    server.ask(
                            "SELECT application_name FROM pg_stat_replication WHERE"
                                    + " application_name LIKE 'data-engineering orphan stream%'");
            source.stop();
            server.run("INSERT INTO orphan VALUES (1)");
            try (Connection _ = reader("data_engineering_orphan", String.valueOf(name))) {
                source.open();
                assertThat(source.take(1)).hasSize(1);
            }
        }
    }

    /** Reads from a slot under a name of its own, as a process does that was cut off. */
    private static Connection reader(String slot, String application) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "13");
        properties.setProperty("ApplicationName", application);
        Connection connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.port()),
                        properties);
        connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", "1")
                .withSlotOption("publication_names", slot)
                .start();
        await().atMost(TestSource.PATIENCE)
                .until(
                        () ->
                                "t"
                                        .equals(
                                                server.ask(
                                                        ("SELECT active FROM pg_replication_slots"
                                                                        + " WHERE slot_name = '%s'")
                                                                .formatted(slot))));
        return connection;
    }
}
