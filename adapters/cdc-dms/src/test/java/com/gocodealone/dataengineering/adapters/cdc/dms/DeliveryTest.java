package com.gocodealone.dataengineering.adapters.cdc.dms;

import static com.gocodealone.dataengineering.adapters.cdc.dms.TestSource.eventually;
import static com.gocodealone.dataengineering.adapters.cdc.dms.TestSource.ids;
import static com.gocodealone.dataengineering.adapters.cdc.dms.TestSource.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** From a row in PostgreSQL to an event, and what is never lost on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryTest {
    private Sandbox sandbox;

    @BeforeAll
    void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void a_task_that_never_ran_is_started_and_gives_the_rows_and_then_the_changes()
            throws Exception {
        try (TestSource source = TestSource.create(sandbox, "rows_first")) {
            source.execute("INSERT INTO $table VALUES (1, 'here'), (2, NULL)");
            source.open();
            List<ChangeEvent> rows = source.take(2);
            source.awaitRunning();
            source.execute("UPDATE $table SET note = 'changed' WHERE id = 1");
            source.execute("DELETE FROM $table WHERE id = 2");
            List<ChangeEvent> changes = source.take(2);

            assertThat(ids(rows)).containsExactly(1L, 2L);
            assertThat(rows).extracting(ChangeEvent::operation).containsOnly(Operation.READ);
            assertThat(changes)
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.UPDATE, Operation.DELETE);
            assertThat(value(changes.getFirst().before(), "note")).isEqualTo("here");
            assertThat(value(changes.getFirst().after(), "note")).isEqualTo("changed");
            assertThat(changes.getFirst().transaction()).isNotBlank();
            assertThat(changes.getLast().after()).isNull();
            assertThat(ids(changes)).containsExactly(1L, 2L);
            assertThat(source.structures())
                    .singleElement()
                    .satisfies(version -> assertThat(version.key()).containsExactly("id"));
        }
    }

    @Test
    void what_is_acknowledged_does_not_come_back_and_the_rest_does() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "acknowledged")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 10);
            source.take(10);
            source.insert(11, 20);
            List<ChangeEvent> once = source.next(10);
            source.reopen();
            List<ChangeEvent> again = source.take(10);
            assertThat(again)
                    .extracting(ChangeEvent::position)
                    .isEqualTo(once.stream().map(ChangeEvent::position).toList());
            source.reopen();
            source.insert(21, 21);
            assertThat(ids(source.next(1))).containsExactly(21L);
        }
    }

    @Test
    void a_split_shard_is_read_to_its_end_before_its_children() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "split")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 50);
            assertThat(ids(source.take(50))).isEqualTo(range(1, 50));
            source.insert(51, 100);
            source.stream().close();

            sandbox.aws().kinesis().split(source.streamArn());
            source.insert(101, 150);
            source.open();

            List<Long> ids = ids(source.next(100));
            assertThat(ids.subList(0, 50)).as("the parent's").isEqualTo(range(51, 100));
            assertThat(ids.subList(50, 100)).containsExactlyInAnyOrderElementsOf(range(101, 150));
            source.reopen();
            assertThat(ids(source.take(100))).containsAll(range(51, 150));
            source.reopen();
            source.insert(151, 151);
            assertThat(ids(source.next(1))).containsExactly(151L);
        }
    }

    @Test
    void a_shard_that_is_split_while_it_is_read_loses_nothing() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "split_live")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 10);
            source.take(10);
            sandbox.aws().kinesis().split(source.streamArn());
            source.insert(11, 30);
            assertThat(ids(source.take(20))).containsExactlyInAnyOrderElementsOf(range(11, 30));
        }
    }

    @Test
    void several_shards_are_all_read() throws Exception {
        try (TestSource source =
                TestSource.create(sandbox, "three_shards", "full-load-and-cdc", 3)) {
            source.open();
            source.awaitRunning();
            source.insert(1, 300);
            List<ChangeEvent> events = source.take(300);
            assertThat(events)
                    .extracting(event -> value(event.after(), "id"))
                    .containsExactlyInAnyOrderElementsOf(range(1, 300));
            source.reopen();
            source.insert(301, 301);
            assertThat(source.next(1))
                    .extracting(event -> value(event.after(), "id"))
                    .containsExactly(301L);
        }
    }

    @Test
    void iterators_that_expire_and_readings_that_are_refused_lose_nothing() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "patient")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 20);
            source.take(20);
            sandbox.aws().kinesis().expire(2);
            source.insert(21, 40);
            assertThat(ids(source.take(20))).isEqualTo(range(21, 40));
            sandbox.aws().kinesis().throttle(12);
            source.insert(41, 60);
            assertThat(ids(source.take(20))).isEqualTo(range(41, 60));
            eventually(() -> assertThat(sandbox.aws().kinesis().isCalm()).isTrue());
        }
    }

    @Test
    void what_dms_writes_twice_comes_once() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "twice")) {
            source.open();
            source.awaitRunning();
            String record =
                    """
                    {"data": {"id": %d, "note": "x"},
                     "metadata": {"timestamp": "2026-01-31T09:30:00.000001Z", "record-type": "data",
                      "operation": "insert", "partition-key-type": "primary-key",
                      "schema-name": "public", "table-name": "twice", "transaction-id": 7,
                      "transaction-record-id": 1, "commit-timestamp": "2026-01-31T09:29:59Z",
                      "stream-position": "0/ABCDEF"}}
                    """;
            put(source, record.formatted(1));
            put(source, record.formatted(1));
            put(source, record.formatted(2)); // the same name, and yet another change
            source.insert(3, 3);

            List<ChangeEvent> events = source.next(3);

            assertThat(ids(events)).containsExactly(1L, 2L, 3L);
            assertThat(events).extracting(ChangeEvent::position).doesNotHaveDuplicates();
        }
    }

    @Test
    void what_dms_keeps_for_itself_is_no_event_and_holds_up_no_checkpoint() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "own_tables")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 1);
            source.take(1);
            put(
                    source,
                    """
                    {"metadata": {"timestamp": "2026-01-31T09:30:00Z", "record-type": "control",
                     "operation": "create-table", "schema-name": "",
                     "table-name": "awsdms_apply_exceptions"}}
                    """);
            source.insert(2, 2);
            assertThat(ids(source.next(1))).containsExactly(2L);
        }
    }

    @Test
    void a_stream_that_begins_with_the_next_change_knows_the_key_of_its_table() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "latest")) {
            sandbox.aws().startTask(source.taskArn());
            source.insert(1, 5);
            source.state().begin(StreamContext.Begin.LATEST);
            source.open();
            source.insert(6, 6);
            assertThat(ids(source.next(1))).containsExactly(6L);
            assertThat(source.structures()).hasSize(1);
        }
    }

    private void put(TestSource source, String record) throws InterruptedException {
        sandbox.aws()
                .kinesis()
                .put(source.streamArn(), "key", record.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
