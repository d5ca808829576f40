package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;

/** What runs at the same time, and what waits, as a trigger asks for it. */
@Timeout(60)
class OrderTest {
    @Test
    void different_keys_go_at_the_same_time_and_the_oldest_holds_the_acknowledgement()
            throws Exception {
        try (World world = World.with("A", Map.of("order", "key"))) {
            world.log.append("orders");
            world.log.append("orders");
            world.log.append("items");
            ScriptedEngine.Call first = world.engine.awaitPending("A", 1);
            world.engine.awaitPending("A", 2).succeed();
            world.engine.awaitPending("A", 3).succeed();
            assertThat(world.log.acknowledged()).isZero();
            first.succeed();
            world.awaitAcknowledged(3);
        }
    }

    @Test
    void events_of_one_key_wait_for_each_other_and_a_key_change_counts_for_both() throws Exception {
        try (World world = World.with("A", Map.of("order", "key"))) {
            world.log.insert("orders", 7);
            world.log.changeKey("orders", 7, 8);
            world.log.insert("orders", 9);
            world.log.delete("orders", 8);
            ScriptedEngine.Call insert = world.engine.awaitPending("A", 1);
            world.engine.awaitPending("A", 3).succeed();
            assertThat(world.engine.running("A")).containsExactly(1);
            insert.succeed();
            ScriptedEngine.Call change = world.engine.awaitPending("A", 2);
            assertThat(world.engine.running("A")).containsExactly(2);
            change.succeed();
            world.engine.awaitPending("A", 4).succeed();
            world.awaitAcknowledged(4);
        }
    }

    @Test
    void a_truncate_waits_for_all_of_its_table_and_all_after_it_wait_for_it() throws Exception {
        try (World world = World.with("A", Map.of("order", "key"))) {
            world.log.insert("orders", 1);
            world.log.truncate("orders");
            world.log.insert("orders", 2);
            world.log.insert("items", 1);
            ScriptedEngine.Call before = world.engine.awaitPending("A", 1);
            world.engine.awaitPending("A", 4).succeed();
            assertThat(world.engine.running("A")).containsExactly(1);
            before.succeed();
            ScriptedEngine.Call truncate = world.engine.awaitPending("A", 2);
            assertThat(world.engine.running("A")).containsExactly(2);
            truncate.succeed();
            world.engine.awaitPending("A", 3).succeed();
            world.awaitAcknowledged(4);
        }
    }

    @Test
    void order_table_runs_tables_side_by_side() throws Exception {
        try (World world = World.with("A", Map.of("order", "table"))) {
            world.log.append("orders", "orders", "items");
            ScriptedEngine.Call first = world.engine.awaitPending("A", 1);
            world.engine.awaitPending("A", 3).succeed();
            assertThat(world.engine.running("A")).containsExactly(1);
            first.succeed();
            world.engine.awaitPending("A", 2).succeed();
            world.awaitAcknowledged(3);
        }
    }

    @Test
    void no_more_than_max_in_flight_run_at_the_same_time() throws Exception {
        try (World world = World.with("A", Map.of("order", "key", "max_in_flight", 2))) {
            world.log.append("orders", "orders", "orders");
            ScriptedEngine.Call first = world.engine.awaitPending("A", 1);
            world.engine.awaitPending("A", 2);
            assertThat(world.engine.running("A")).containsExactly(1, 2);
            first.succeed();
            world.engine.awaitPending("A", 3);
        }
    }

    @Test
    void a_key_that_fails_does_not_hold_the_others() throws Exception {
        World slow =
                new World()
                        .delivering(
                                Map.of(
                                        "order",
                                        "key",
                                        "max_in_flight",
                                        1,
                                        "retry",
                                        Map.of("backoff", Map.of("initial", "1h", "max", "1h"))));
        try (World world = slow) {
            world.createTrigger("A", null);
            world.start();
            world.startTrigger("A");
            world.log.append("orders");
            world.log.append("orders");
            world.engine.awaitPending("A", 1).fail();
            world.engine.awaitPending("A", 2).succeed();
            world.awaitState(SourceState.RETRYING);
            assertThat(world.log.acknowledged()).isZero();
        }
    }
}
