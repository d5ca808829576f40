package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Who gets which event when, and when it is acknowledged. */
@Timeout(60)
class DeliveryTest {
    @Test
    void an_event_is_acknowledged_after_its_workflow_has_succeeded() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A", 1);
            assertThat(world.log.acknowledged()).isZero();
            call.succeed();
            world.awaitAcknowledged(1);
        }
    }

    @Test
    void a_pipeline_gets_the_event_as_documented() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A");
            assertThat(call.action()).isEqualTo("cdc.change");
            assertThat(call.data().keySet())
                    .containsExactly(
                            "event_id",
                            "source_id",
                            "op",
                            "table",
                            "schema",
                            "key",
                            "before",
                            "after",
                            "unchanged_columns",
                            "truncated_columns",
                            "committed_at",
                            "position",
                            "transaction",
                            "snapshot");
            assertThat(call.data())
                    .containsEntry("event_id", "shop:1:0")
                    .containsEntry("source_id", "shop")
                    .containsEntry("op", "INSERT")
                    .containsEntry("table", "public.orders")
                    .containsEntry("schema", "public")
                    .containsEntry("before", null)
                    .containsEntry("unchanged_columns", List.of())
                    .containsEntry("committed_at", ScriptedLog.COMMITTED)
                    .containsEntry("position", "1")
                    .containsEntry("transaction", "tx1")
                    .containsEntry("snapshot", false);
            assertThat(call.data().get("after")).isInstanceOf(Row.class);
        }
    }

    @Test
    void a_repeated_event_has_the_same_id() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            String first = world.engine.awaitCall("A").eventId();
            world.crash();
            assertThat(world.engine.awaitCall("A").eventId()).isEqualTo(first);
        }
    }

    @Test
    void with_no_trigger_nothing_is_polled() throws Exception {
        try (World world = new World()) {
            world.log.append("orders");
            world.start();
            world.awaitState(SourceState.PAUSED);
            assertThat(world.provider().polls()).isZero();
        }
    }

    @Test
    void with_no_started_trigger_nothing_is_polled_and_the_start_lets_all_of_it_flow()
            throws Exception {
        try (World world = new World()) {
            world.createTrigger("A", null);
            world.createTrigger("B", null);
            world.log.append("orders");
            world.start();
            world.startTrigger("A");
            world.awaitState(SourceState.PAUSED);
            assertThat(world.provider().polls()).isZero();
            world.startTrigger("B");
            world.engine.awaitCall("A", 1);
            world.engine.awaitCall("B", 1);
        }
    }

    @Test
    void what_no_trigger_wants_is_acknowledged() throws Exception {
        try (World world = new World()) {
            world.createTrigger("A", "customers");
            world.start();
            world.startTrigger("A");
            world.log.append("orders", "items");
            world.awaitAcknowledged(2);
            assertThat(world.engine.calls("A")).isEmpty();
        }
    }

    @Test
    void a_slow_trigger_holds_the_acknowledgement_and_not_the_other_trigger() throws Exception {
        try (World world = World.with("fast")) {
            world.createTrigger("slow", null);
            world.startTrigger("slow");
            world.engine.oblige("fast");
            for (int i = 0; i < 5; i++) {
                world.log.append("orders");
            }
            ScriptedEngine.Call call = world.engine.awaitCall("slow", 1);
            Eventually.isTrue(() -> world.engine.succeeded("fast").contains(5));
            assertThat(world.log.acknowledged()).isZero();
            call.succeed();
            world.awaitAcknowledged(1);
        }
    }

    @Test
    void what_is_read_ahead_of_a_slow_trigger_is_bounded_in_bytes() throws Exception {
        try (World world = new World(2 * ScriptedLog.EVENT_BYTES + 1)) {
            world.createTrigger("fast", null);
            world.createTrigger("slow", null);
            world.start();
            world.startTrigger("fast");
            world.startTrigger("slow");
            world.engine.oblige("fast");
            for (int i = 0; i < 8; i++) {
                world.log.append("orders");
            }
            for (int i = 1; i <= 8; i++) {
                int ahead = Math.min(i + 2, 8);
                ScriptedEngine.Call call = world.engine.awaitCall("slow", i);
                Eventually.isTrue(() -> world.engine.succeeded("fast").contains(ahead));
                assertThat(world.engine.succeeded("fast")).doesNotContain(ahead + 1);
                call.succeed();
                world.awaitAcknowledged(i);
            }
            assertThat(world.log.mostOutstandingBytes()).isEqualTo(3 * ScriptedLog.EVENT_BYTES);
        }
    }

    @Test
    void a_batch_larger_than_the_bound_goes_alone() throws Exception {
        try (World world = new World(1)) {
            world.createTrigger("A", null);
            world.start();
            world.startTrigger("A");
            world.engine.oblige("A");
            world.log.append("orders", "orders", "orders");
            world.log.append("orders", "orders");
            world.awaitAcknowledged(5);
            assertThat(world.log.mostOutstandingBytes()).isEqualTo(3 * ScriptedLog.EVENT_BYTES);
        }
    }

    @Test
    void a_trigger_created_while_the_source_is_polled_gets_all_that_comes_later() throws Exception {
        try (World world = World.with("A")) {
            world.engine.oblige("A");
            world.provider().holdPolls();
            Eventually.isTrue(world.provider()::isPollHeld);
            world.createTrigger("late", null);
            world.log.append("orders");
            world.provider().letPollsGo();
            world.awaitState(SourceState.PAUSED);
            assertThat(world.log.acknowledged()).isZero();
            world.startTrigger("late");
            world.engine.awaitCall("late", 1).succeed();
            world.awaitAcknowledged(1);
        }
    }

    @Test
    void a_trigger_created_while_an_event_is_on_its_way_gets_that_event_too() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            world.log.append("orders");
            ScriptedEngine.Call first = world.engine.awaitCall("A", 1);
            world.provider().holdPolls();
            Eventually.isTrue(world.provider()::isPollHeld);
            world.createTrigger("late", null);
            first.succeed();
            world.provider().letPollsGo();
            world.awaitState(SourceState.PAUSED);
            assertThat(world.log.acknowledged()).isZero();
            world.startTrigger("late");
            world.engine.awaitCall("late", 1);
        }
    }

    @Test
    void a_stopped_trigger_starts_no_more_workflows_not_even_for_what_was_read() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders", "orders");
            ScriptedEngine.Call first = world.engine.awaitCall("A", 1);
            world.provider().holdPolls();
            Eventually.isTrue(world.provider()::isPollHeld);
            world.stopTrigger("A");
            first.succeed();
            Eventually.isTrue(first::isForgotten);
            assertThat(world.engine.calls("A")).hasSize(1);
            world.provider().letPollsGo();
            world.awaitState(SourceState.PAUSED);
        }
    }

    @Test
    void what_was_done_before_the_first_stop_is_acknowledged_and_nothing_after() throws Exception {
        try (World world = World.with("A")) {
            world.createTrigger("B", null);
            world.startTrigger("B");
            world.log.append("orders");
            world.log.append("orders");
            world.engine.awaitCall("A", 1).succeed();
            world.engine.awaitCall("B", 1).succeed();
            world.engine.awaitCall("A", 2).succeed();
            world.awaitAcknowledged(1);
            world.engine.awaitCall("B", 2);
            world.stopTrigger("A");
            world.awaitState(SourceState.PAUSED);
            world.log.append("orders");
            world.stopTrigger("B");
            world.source().stop();
            assertThat(world.log.acknowledged()).isEqualTo(1);
            assertThat(world.engine.calls("B")).hasSize(2);
        }
    }

    @Test
    void a_second_start_of_a_trigger_disturbs_nothing() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A", 1);
            world.startTrigger("A");
            int polls = world.provider().polls();
            Eventually.isTrue(() -> world.provider().polls() > polls + 2);
            assertThat(call.isPending()).isTrue();
            assertThat(world.engine.calls("A")).hasSize(1);
        }
    }

    @Test
    void a_trigger_that_starts_again_gets_what_comes_next() throws Exception {
        try (World world = World.with("A")) {
            world.engine.oblige("A");
            world.log.append("orders");
            world.awaitAcknowledged(1);
            world.stopTrigger("A");
            world.awaitState(SourceState.PAUSED);
            world.startTrigger("A");
            world.log.append("orders");
            world.awaitAcknowledged(2);
            assertThat(world.engine.succeeded("A")).containsExactly(1, 2);
        }
    }

    @Test
    void a_trigger_may_be_there_before_its_source() throws Exception {
        try (World world = new World()) {
            world.createTrigger("A", null);
            world.startTrigger("A");
            world.log.append("orders");
            world.start();
            world.engine.awaitCall("A", 1);
        }
    }
}
