package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What the changes look like, against a real server. */
final class DebeziumStreamTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void inserts_updates_deletes_and_truncates_arrive_in_commit_order() throws Exception {
        server.run("CREATE TABLE kinds (id int PRIMARY KEY, name text)");
        try (TestSource source = new TestSource("kinds", server.dsn(), "public.kinds")) {
            source.open();
            Instant before = Instant.now();
            server.run(
                    "INSERT INTO kinds VALUES (1, 'a')",
                    "UPDATE kinds SET name = 'b' WHERE id = 1",
                    "DELETE FROM kinds WHERE id = 1",
                    "TRUNCATE kinds");

            List<ChangeEvent> events = source.take(4);

            assertThat(events)
                    .extracting(ChangeEvent::operation)
                    .containsExactly(
                            Operation.INSERT,
                            Operation.UPDATE,
                            Operation.DELETE,
                            Operation.TRUNCATE);
            assertThat(events)
                    .allSatisfy(
                            event -> {
                                assertThat(event.table()).isEqualTo(new TableId("public", "kinds"));
                                assertThat(event.position().text()).matches("[0-9A-F]+/[0-9A-F]+");
                                assertThat(event.index()).isZero();
                                assertThat(event.transaction()).matches("\\d+");
                                assertThat(event.committedAt())
                                        .isBetween(before.minusSeconds(1), Instant.now());
                            });
            ChangeEvent insert = events.getFirst();
            assertThat(Objects.requireNonNull(insert.key()).value("id")).isEqualTo(1L);
            assertThat(insert.before()).isNull();
            assertThat(Objects.requireNonNull(insert.after()).value("name")).isEqualTo("a");
            ChangeEvent delete = events.get(2);
            assertThat(delete.after()).isNull();
            Row gone = Objects.requireNonNull(delete.before());
            assertThat(gone.type().columns()).containsExactly("id");
            ChangeEvent truncate = events.get(3);
            assertThat(truncate.before()).isNull();
            assertThat(truncate.after()).isNull();
            assertThat(truncate.key()).isNull();
            StreamStatus status = source.stream().status();
            assertThat(status.phase()).isEqualTo(StreamStatus.Phase.STREAMING);
            assertThat(status.acknowledged()).isEqualTo(truncate.position());
            assertThat(source.stream().poll(Duration.ZERO).isEmpty()).isTrue();
        }
    }

    @Test
    void the_rows_that_are_there_come_first() throws Exception {
        server.run(
                "CREATE TABLE there (id int PRIMARY KEY)",
                "INSERT INTO there SELECT generate_series(1, 1000)");
        try (TestSource source = new TestSource("there", server.dsn(), "public.there")) {
            source.open();
            assertThat(source.stream().status().phase()).isEqualTo(StreamStatus.Phase.SNAPSHOTTING);

            List<ChangeEvent> events = source.take(1000);

            assertThat(events).extracting(ChangeEvent::operation).containsOnly(Operation.READ);
            assertThat(events)
                    .extracting(event -> event.position().text())
                    .doesNotHaveDuplicates()
                    .allMatch(text -> text.contains("/snapshot/public.there/"));
            assertThat(events).extracting(ChangeEvent::transaction).containsOnlyNulls();
            assertThat(source.stream().status().phase()).isEqualTo(StreamStatus.Phase.STREAMING);
            source.reopen();
            server.run("INSERT INTO there VALUES (1001)");
            assertThat(source.take(1))
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.INSERT);
        }
    }
}
