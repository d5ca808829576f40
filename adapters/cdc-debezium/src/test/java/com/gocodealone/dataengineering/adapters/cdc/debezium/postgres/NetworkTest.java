package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.TcpProxy;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** A network that fails between a stream and its server. */
final class NetworkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration KEEPALIVE = Duration.ofSeconds(6);
    private static final int ROWS = 4000;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String table, TcpProxy network) {
        server.run("CREATE TABLE %s (id int PRIMARY KEY, pad text)".formatted(table));
        String dsn = "postgres://postgres@127.0.0.1:%d/postgres".formatted(network.port());
        return new TestSource(table, dsn, table)
                .with("keepalive_timeout", KEEPALIVE.toSeconds() + "s");
    }

    private static void insert(String table, int id) {
        server.run("INSERT INTO %s VALUES (%d)".formatted(table, id));
    }

    private static void isLost(ChangeStream stream) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            Failure failure = failureOf(stream);
                            assertThat(failure).isNotNull();
                            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
                            assertThat(failure.fact()).startsWith("the connection to 127.0.0.1:");
                        });
    }

    private static @Nullable Failure failureOf(ChangeStream stream) throws InterruptedException {
        try {
            stream.poll(Duration.ofMillis(50));
            return null;
        } catch (Failure failure) {
            return failure;
        }
    }

    private static void goesOn(TestSource source) throws InterruptedException {
        source.reopen();
        assertThat(source.take(1)).extracting(Events::id).containsExactly(2L);
    }

    @Test
    void a_connection_that_is_cut_ends_the_stream_and_the_next_one_goes_on() throws Exception {
        try (TcpProxy network = TcpProxy.to(server.port());
                TestSource source = source("cut", network)) {
            source.open();
            insert("cut", 1);
            source.take(1);
            network.cut();
            insert("cut", 2);

            isLost(source.stream());

            network.heal();
            goesOn(source);
        }
    }

    @Test
    void a_network_that_loses_every_packet_is_noticed() throws Exception {
        try (TcpProxy network = TcpProxy.to(server.port());
                TestSource source = source("silent", network)) {
            source.open();
            insert("silent", 1);
            source.take(1);
            network.swallow();
            insert("silent", 2);

            isLost(source.stream());

            network.heal();
            goesOn(source);
        }
    }

    @Test
    void connections_that_a_firewall_forgot_are_noticed_though_the_server_answers_new_ones()
            throws Exception {
        try (TcpProxy network = TcpProxy.to(server.port());
                TestSource source = source("forgotten", network)) {
            source.open();
            insert("forgotten", 1);
            source.take(1);
            network.swallow();
            network.heal();
            insert("forgotten", 2);

            isLost(source.stream());

            goesOn(source);
        }
    }

    @Test
    void a_stream_that_nobody_polls_keeps_its_connection() throws Exception {
        try (TcpProxy network = TcpProxy.to(server.port());
                TestSource source = source("crowded", network)) {
            source.open();
            server.run(
                    "INSERT INTO crowded SELECT g, repeat('x', 2000) FROM generate_series(1, %d) g"
                            .formatted(ROWS));
            source.next(1); // by now the queue is full
            String reader = reader("crowded");
            Instant later = Instant.now().plus(KEEPALIVE.multipliedBy(2));
            await().atMost(PATIENCE).until(() -> isServedAfter(source, later));

            assertThat(reader("crowded")).isEqualTo(reader);
        }
    }

    private static boolean isServedAfter(TestSource source, Instant moment) {
        Instant served = source.stream().status().activity().lastKeepaliveAt();
        return served != null && served.isAfter(moment);
    }

    private static @Nullable String reader(String table) {
        return server.ask(
                "SELECT active_pid FROM pg_replication_slots WHERE slot_name ="
                        + " 'data_engineering_%s'".formatted(table));
    }
}
