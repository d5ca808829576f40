package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;

/** Many events in one workflow, as a trigger asks for it. */
@Timeout(60)
class BatchTest {
    @Test
    void a_batch_starts_one_workflow_with_many_events() throws Exception {
        try (World world =
                World.with("A", Map.of("batch", Map.of("max_events", 3, "max_wait", "1h")))) {
            world.log.append("orders", "items");
            world.log.append("orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A");
            assertThat(call.action()).isEqualTo("cdc.batch");
            assertThat(call.data())
                    .containsEntry("count", 3)
                    .containsEntry("source_id", "shop")
                    .containsEntry("first_position", "1")
                    .containsEntry("last_position", "3");
            assertThat(call.eventIds()).containsExactly("shop:1:0", "shop:2:0", "shop:3:0");
            assertThat(world.log.acknowledged()).isZero();
            call.succeed();
            world.awaitAcknowledged(3);
        }
    }

    @Test
    void a_batch_waits_no_longer_than_max_wait() throws Exception {
        try (World world = World.with("A", Map.of("batch", Map.of("max_wait", "1ms")))) {
            world.log.append("orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A");
            assertThat(call.eventIds()).containsExactly("shop:1:0");
        }
    }

    @Test
    void a_batch_is_cut_before_it_has_more_bytes_than_allowed() throws Exception {
        try (World world =
                World.with("A", Map.of("batch", Map.of("max_bytes", 600, "max_wait", "1h")))) {
            world.log.append("orders", "orders", "orders", "orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A");
            assertThat(call.bytesOfEvents()).isLessThanOrEqualTo(600);
            assertThat(call.eventIds()).isNotEmpty().hasSizeLessThan(4);
        }
    }

    @Test
    void with_order_table_a_batch_holds_one_table() throws Exception {
        Map<String, Object> keys =
                Map.of("order", "table", "batch", Map.of("max_events", 2, "max_wait", "1h"));
        try (World world = World.with("A", keys)) {
            world.log.append("orders", "items", "orders", "items");
            Eventually.isTrue(() -> world.engine.calls("A").size() == 2);
            assertThat(world.engine.calls("A").stream().map(ScriptedEngine.Call::eventIds))
                    .containsExactly(
                            List.of("shop:1:0", "shop:3:0"), List.of("shop:2:0", "shop:4:0"));
        }
    }

    @Test
    void one_bad_event_of_a_batch_is_put_aside_alone() throws Exception {
        Map<String, Object> keys =
                Map.of(
                        "batch", Map.of("max_events", 4, "max_wait", "1h"),
                        "retry", Map.of("max_attempts", 1));
        try (World world = World.with("A", keys)) {
            world.engine.decide(
                    "A", call -> call.eventIds().contains("shop:3:0") ? "no such customer" : "");
            world.log.append("orders", "orders", "orders", "orders");
            world.awaitAcknowledged(4);
            assertThat(world.letterIds()).containsExactly("shop:3:0");
            assertThat(world.engine.succeededIds("A"))
                    .containsExactly("shop:1:0", "shop:2:0", "shop:4:0");
        }
    }
}
