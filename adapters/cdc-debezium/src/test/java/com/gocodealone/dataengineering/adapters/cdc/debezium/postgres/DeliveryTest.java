package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Nothing is lost, and what was acknowledged does not come back. */
final class DeliveryTest {
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
        server.run("CREATE TABLE %s (id int PRIMARY KEY, pad text)".formatted(table));
        return new TestSource(table, server.dsn(), table);
    }

    private static void copy(String table, int from, int to) throws Exception {
        String rows =
                LongStream.rangeClosed(from, to)
                        .mapToObj(id -> id + "\t\n")
                        .collect(Collectors.joining());
        try (Connection connection = server.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY %s FROM STDIN".formatted(table), new StringReader(rows));
        }
    }

    @Test
    void a_change_has_the_same_position_and_index_at_every_delivery() throws Exception {
        try (TestSource source = source("same")) {
            source.open();
            copy("same", 1, 50);
            List<ChangeEvent> first = source.next(50);

            source.reopen();

            assertThat(source.next(50))
                    .extracting(event -> event.position() + ":" + event.index())
                    .isEqualTo(
                            first.stream()
                                    .map(event -> event.position() + ":" + event.index())
                                    .toList())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void rows_of_one_copy_can_be_acknowledged_in_parts() throws Exception {
        try (TestSource source = source("copied")) {
            source.open();
            copy("copied", 1, 600);
            List<ChangeEvent> events = source.next(600);
            Set<Position> positions =
                    events.stream().map(ChangeEvent::position).collect(Collectors.toSet());
            assertThat(positions).hasSizeBetween(2, 20);
            Position middle = events.get(300).position();
            source.stream().acknowledge(middle);
            int done = 0;
            while (!events.get(done).position().equals(middle)
                    || events.get(done + 1).index() > 0) {
                done++;
            }

            source.reopen();

            assertThat(Events.ids(source.take(600 - done - 1)))
                    .isEqualTo(Events.range(done + 2, 600));
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void a_batch_never_ends_inside_a_position() throws Exception {
        try (TestSource source = source("whole")) {
            source.open();
            copy("whole", 1, 3000);
            Set<Position> seen = new HashSet<>();
            int count = 0;
            while (count < 3000) {
                ChangeBatch batch = source.stream().poll(TestSource.PATIENCE);
                Set<Position> positions =
                        batch.events().stream()
                                .map(ChangeEvent::position)
                                .collect(Collectors.toSet());
                assertThat(seen).doesNotContainAnyElementsOf(positions);
                seen.addAll(positions);
                count += batch.events().size();
            }
            assertThat(count).isEqualTo(3000);
        }
    }

    @Test
    void a_transaction_larger_than_the_queue_comes_whole_and_can_be_resumed_inside()
            throws Exception {
        try (TestSource source = source("large")) {
            source.open();
            server.run(
                    "INSERT INTO large SELECT g, repeat('x', 2000) FROM generate_series(1, 3000)"
                            + " g");
            List<ChangeEvent> events = new ArrayList<>();
            source.pollUntil(events, all -> all.size() >= 1000);
            source.stream().acknowledge(events.getLast().position());
            int done = events.size();

            source.reopen();

            assertThat(Events.ids(source.take(3000 - done)))
                    .isEqualTo(Events.range(done + 1, 3000));
        }
    }

    @Test
    void interleaved_transactions_survive_a_resume_at_any_place() throws Exception {
        try (TestSource source = source("weave")) {
            source.open();
            try (Connection one = server.connect();
                    Connection two = server.connect()) {
                one.setAutoCommit(false);
                two.setAutoCommit(false);
                for (int i = 1; i <= 5; i++) {
                    one.createStatement().execute("INSERT INTO weave VALUES (%d)".formatted(i));
                    two.createStatement()
                            .execute("INSERT INTO weave VALUES (%d)".formatted(100 + i));
                }
                two.commit();
                one.commit();
            }
            List<Long> order = Events.range(101, 105);
            order.addAll(Events.range(1, 5));
            for (int next = 0; next < order.size(); next++) {
                List<ChangeEvent> events = source.next(order.size() - next);
                assertThat(Events.ids(events)).isEqualTo(order.subList(next, order.size()));
                source.stream().acknowledge(events.getFirst().position());
                source.reopen();
            }
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void rows_are_not_taken_for_each_other_when_many_write() throws Exception {
        try (TestSource source = source("busy")) {
            source.open();
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int from = writer * 250;
                writers.add(Thread.ofVirtual().start(() -> write("busy", from, from + 250)));
            }
            List<ChangeEvent> events = source.take(1000);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(Events.ids(events)).doesNotHaveDuplicates().hasSize(1000);
            assertThat(events)
                    .allMatch(
                            event ->
                                    String.valueOf(Events.id(event))
                                            .equals(
                                                    Objects.requireNonNull(event.after())
                                                            .value("pad")));
        }
    }

    private static void write(String table, int from, int to) {
        try (Connection connection = server.connect()) {
            for (int id = from; id < to; id++) {
                connection
                        .createStatement()
                        .execute("INSERT INTO %s VALUES (%d, '%d')".formatted(table, id, id));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
