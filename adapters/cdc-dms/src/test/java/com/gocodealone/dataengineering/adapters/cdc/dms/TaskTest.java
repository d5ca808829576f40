package com.gocodealone.dataengineering.adapters.cdc.dms;

import static com.gocodealone.dataengineering.adapters.cdc.dms.TestSource.eventually;
import static com.gocodealone.dataengineering.adapters.cdc.dms.TestSource.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens to the task: by the source, and by others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskTest {
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
    void a_source_that_stops_leaves_the_task_as_it_is() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "left_alone")) {
            source.open();
            source.awaitRunning();
            source.stream().close();
            assertThat(sandbox.aws().dms().status(source.taskArn())).isEqualTo("running");
            source.insert(1, 1);
            source.open();
            assertThat(ids(source.next(1))).containsExactly(1L);
        }
    }

    @Test
    void a_task_that_ran_is_resumed_and_not_started_anew() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "resumed")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 2);
            source.take(2);
            source.stream().close();
            sandbox.aws().stopTask(source.taskArn());
            source.execute("INSERT INTO $table VALUES (3, 'meanwhile')");
            List<String> before = sandbox.aws().dms().calls();

            source.open();

            assertThat(ids(source.next(1))).containsExactly(3L);
            assertThat(since(before)).contains("StartReplicationTask resume-processing");
        }
    }

    @Test
    void a_task_that_somebody_stops_stays_stopped_and_the_status_says_so() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "stopped")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 1);
            source.take(1);
            sandbox.aws().stopTask(source.taskArn());
            eventually(
                    () ->
                            assertThat(source.status().warnings())
                                    .contains(
                                            "the DMS task stopped is stopped: Stop Reason NORMAL"));
            assertThat(sandbox.aws().dms().status(source.taskArn())).isEqualTo("stopped");
        }
    }

    @Test
    void a_task_that_fails_ends_the_stream_with_its_reason_behind_what_it_wrote() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "failing")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 1);
            source.take(1);
            sandbox.aws()
                    .dms()
                    .fail(source.taskArn(), "Stop Reason FATAL_ERROR", "the slot is gone");

            Failure end = source.breakdown();

            assertThat(end.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(end.fact())
                    .isEqualTo(
                            "the DMS task failing is failed: the slot is gone; Stop Reason"
                                    + " FATAL_ERROR");
            source.reopen();
            source.awaitRunning();
            source.insert(2, 2);
            assertThat(ids(source.next(1))).containsExactly(2L);
        }
    }

    @Test
    void a_task_that_is_not_to_be_started_is_read_all_the_same() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "not_started")) {
            source.set("start", false);
            source.open();
            assertThat(source.status().warnings())
                    .anyMatch(warning -> warning.startsWith("the DMS task not-started is "));
            sandbox.aws().startTask(source.taskArn());
            source.insert(1, 1);
            assertThat(ids(source.next(1))).containsExactly(1L);
        }
    }

    @Test
    void a_task_that_only_loads_is_complete_once_all_is_acknowledged() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "only_rows", "full-load", 1)) {
            source.execute("INSERT INTO $table VALUES (1, 'a'), (2, 'b')");
            source.open();
            source.take(2);
            eventually(
                    () -> {
                        source.stream().poll(Duration.ofMillis(10));
                        assertThat(source.status().phase()).isEqualTo(StreamStatus.Phase.COMPLETE);
                        assertThat(source.status().snapshots())
                                .extracting(SnapshotProgress::state, SnapshotProgress::rows)
                                .containsExactly(tuple(SnapshotProgress.State.DONE, 2L));
                    });
            List<String> before = sandbox.aws().dms().calls();
            source.reopen();
            assertThat(since(before)).noneMatch(call -> call.startsWith("Start"));
        }
    }

    @Test
    void all_rows_are_read_again_with_a_reload() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "again")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 3);
            source.take(3);
            source.stream().close();
            source.state().begin(StreamContext.Begin.SNAPSHOT);
            source.open();
            source.state().begin(StreamContext.Begin.RESUME);
            List<ChangeEvent> rows = source.take(3);
            assertThat(ids(rows)).containsExactly(1L, 2L, 3L);
            assertThat(rows).extracting(ChangeEvent::operation).containsOnly(Operation.READ);
            assertThat(sandbox.aws().dms().calls()).contains("StartReplicationTask reload-target");
        }
    }

    @Test
    void a_task_for_changes_alone_says_that_it_cannot_read_rows_again() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "changes_alone", "cdc", 1)) {
            source.open();
            source.awaitRunning();
            SnapshotRequest request =
                    new SnapshotRequest(
                            "demand", List.of(new TableId("public", "changes_alone")), null);
            eventually(
                    () ->
                            assertThatThrownBy(() -> source.stream().snapshot(request))
                                    .isInstanceOf(Failure.class)
                                    .hasMessageContaining("full-load-and-cdc"));
        }
    }

    @Test
    void a_right_that_is_missing_is_named() throws Exception {
        try (Sandbox other = Sandbox.start();
                TestSource source = TestSource.create(other, "no_right")) {
            other.aws().dms().deny("StartReplicationTask");
            assertThatThrownBy(source::open)
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID))
                    .hasMessageContaining("dms:StartReplicationTask")
                    .hasMessageContaining("not authorized");
        }
    }

    @Test
    void the_lag_is_what_cloudwatch_and_kinesis_say_and_unknown_before() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "latency")) {
            source.open();
            source.awaitRunning();
            source.insert(1, 1);
            source.take(1);
            assertThat(source.status().lag().time()).isNull();
            sandbox.aws().putLatency(source.taskArn(), 3);
            source.reopen();
            eventually(
                    () -> {
                        source.stream().poll(Duration.ofMillis(10));
                        assertThat(source.status().lag().time()).hasSeconds(3);
                    });
        }
    }

    @Test
    void what_a_source_makes_it_gives_up_and_nothing_else() throws Exception {
        try (TestSource source = TestSource.create(sandbox, "made")) {
            List<String> others = sandbox.aws().dms().things();
            source.createsItsTask(sandbox.database().dsn("pass%20word"));
            source.execute("INSERT INTO $table VALUES (1, 'here')");
            source.open();
            assertThat(ids(source.take(1))).containsExactly(1L);
            source.reopen();
            source.stream().close();
            List<String> made = new ArrayList<>(sandbox.aws().dms().things());
            made.removeAll(others);

            List<String> givenUp = new DmsProvider().release(source.spec(), source.state());

            assertThat(made).hasSize(3);
            assertThat(givenUp).hasSize(4).noneMatch(what -> what.contains("pass word"));
            assertThat(sandbox.aws().dms().things()).containsExactlyInAnyOrderElementsOf(others);
        }
    }

    private List<String> since(List<String> before) {
        List<String> all = sandbox.aws().dms().calls();
        return all.subList(before.size(), all.size());
    }
}
