package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;

/** Batches, order, attempts and dead letters, as a trigger asks for them. */
@Timeout(60)
class DeliveryOptionsTest {
    private static final DeadLetters.Filter ALL =
            new DeadLetters.Filter(null, null, null, null, List.of());

    private static World with(Map<String, Object> keys) throws InterruptedException {
        World world = new World().delivering(keys);
        world.createTrigger("A", null);
        world.start();
        world.startTrigger("A");
        return world;
    }

    private static List<String> letters(World world) {
        return world.states.deadLetters().find(ALL, 100).stream()
                .map(DeadLetters.Letter::eventId)
                .toList();
    }

    @Test
    void different_keys_go_at_the_same_time_and_the_oldest_holds_the_acknowledgement()
            throws Exception {
        try (World world = with(Map.of("order", "key"))) {
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
        try (World world = with(Map.of("order", "key"))) {
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
        try (World world = with(Map.of("order", "key"))) {
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
        try (World world = with(Map.of("order", "table"))) {
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
        try (World world = with(Map.of("order", "key", "max_in_flight", 2))) {
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

    @Test
    void a_batch_starts_one_workflow_with_many_events() throws Exception {
        try (World world = with(Map.of("batch", Map.of("max_events", 3, "max_wait", "1h")))) {
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
        try (World world = with(Map.of("batch", Map.of("max_wait", "1ms")))) {
            world.log.append("orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A");
            assertThat(call.eventIds()).containsExactly("shop:1:0");
        }
    }

    @Test
    void a_batch_is_cut_before_it_has_more_bytes_than_allowed() throws Exception {
        try (World world = with(Map.of("batch", Map.of("max_bytes", 600, "max_wait", "1h")))) {
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
        try (World world = with(keys)) {
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
        try (World world = with(keys)) {
            world.engine.decide(
                    "A", call -> call.eventIds().contains("shop:3:0") ? "no such customer" : "");
            world.log.append("orders", "orders", "orders", "orders");
            world.awaitAcknowledged(4);
            assertThat(letters(world)).containsExactly("shop:3:0");
            assertThat(world.engine.succeededIds("A"))
                    .containsExactly("shop:1:0", "shop:2:0", "shop:4:0");
        }
    }

    @Test
    void after_its_attempts_an_event_is_a_dead_letter_with_all_that_is_known_of_it()
            throws Exception {
        try (World world = with(Map.of("retry", Map.of("max_attempts", 3)))) {
            world.log.append("orders");
            for (int attempt = 1; attempt <= 3; attempt++) {
                assertThat(letters(world)).isEmpty();
                world.engine.awaitCall("A", 1).fail();
            }
            world.awaitAcknowledged(1);
            DeadLetters.Letter letter = world.states.deadLetters().find(ALL, 1).getFirst();
            assertThat(letter.eventId()).isEqualTo("shop:1:0");
            assertThat(letter.workflow()).isEqualTo("A");
            assertThat(letter.table()).isEqualTo("public.orders");
            assertThat(letter.action()).isEqualTo("cdc.change");
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.reason()).isEqualTo("step \"x\" failed");
            assertThat(EventText.read(letter.event()).position()).isEqualTo("1");
        }
    }

    @Test
    void nothing_is_acknowledged_while_its_dead_letter_cannot_be_kept() throws Exception {
        try (World world = with(Map.of("retry", Map.of("max_attempts", 1)))) {
            world.states.deadLetters().breakDisk(true);
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            Eventually.isTrue(
                    () -> String.valueOf(world.status().error()).contains("cannot be put aside"));
            assertThat(world.log.acknowledged()).isZero();
            assertThat(world.engine.calls("A")).hasSize(1);
            world.states.deadLetters().breakDisk(false);
            world.awaitAcknowledged(1);
            assertThat(letters(world)).containsExactly("shop:1:0");
        }
    }

    @Test
    void attempts_are_counted_on_after_a_crash() throws Exception {
        try (World world = with(Map.of("retry", Map.of("max_attempts", 3)))) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            world.engine.awaitCall("A", 1).fail();
            world.engine.awaitCall("A", 1);
            world.crash();
            world.engine.awaitCall("A", 1).fail();
            world.awaitAcknowledged(1);
            assertThat(letters(world)).containsExactly("shop:1:0");
            assertThat(world.states.of("attempts:shop").get("A")).isNull();
        }
    }

    @Test
    void skip_goes_on_without_a_letter_and_stop_ends_the_source_with_the_reason() throws Exception {
        Map<String, Object> once = Map.of("max_attempts", 1);
        try (World world = with(Map.of("retry", once, "on_error", "skip"))) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            world.awaitAcknowledged(1);
            assertThat(letters(world)).isEmpty();
        }
        try (World world = with(Map.of("retry", once, "on_error", "stop"))) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            world.awaitState(SourceState.FAILED);
            assertThat(world.status().error())
                    .isEqualTo(
                            "A failed 1 times with event shop:1:0 and on_error is stop: step \"x\""
                                    + " failed");
            assertThat(world.log.acknowledged()).isZero();
        }
    }

    @Test
    void an_event_that_is_too_large_is_put_aside_or_cut_if_the_trigger_says_so() throws Exception {
        try (World world = with(Map.of("on_oversize", "dead_letter"))) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail(new Failure(Failure.Kind.INVALID, "too large"));
            world.awaitAcknowledged(1);
            assertThat(letters(world)).containsExactly("shop:1:0");
        }
        try (World world = new World().delivering(Map.of("on_oversize", "truncate"))) {
            world.engine.takeAtMost(5000);
            world.createTrigger("A", null);
            world.start();
            world.startTrigger("A");
            world.log.insert("orders", "x".repeat(100_000));
            ScriptedEngine.Call call = world.engine.awaitCall("A", 1);
            assertThat(call.data()).containsEntry("truncated_columns", List.of("id"));
            assertThat(call.data().toString()).hasSizeLessThan(5000);
        }
    }

    @Test
    void one_trigger_fails_for_a_while_and_replay_makes_it_complete_too() throws Exception {
        try (World world = new World().delivering(Map.of("retry", Map.of("max_attempts", 2)))) {
            world.createTrigger("A", null);
            world.createTrigger("B", null);
            world.start();
            world.startTrigger("A");
            world.startTrigger("B");
            world.engine.oblige("B");
            world.engine.decide("A", call -> call.number() == 2 ? "down" : "");
            world.log.append("orders", "orders", "orders");
            world.awaitAcknowledged(3);
            assertThat(world.engine.succeeded("B")).containsExactly(1, 2, 3);
            assertThat(world.engine.succeeded("A")).containsExactly(1, 3);
            world.source().stop();

            CdcDeadLetters step = new CdcDeadLetters(world.runtime());
            CdcDeadLetters.Output failed = step.execute(input(Map.of("action", "replay")));
            assertThat(failed.failed()).isEqualTo(1);
            assertThat(failed.remaining()).isEqualTo(1);
            assertThat(failed.letters().getFirst().attempts()).isEqualTo(3);
            assertThat(failed.letters().getFirst().reason()).isEqualTo("down");

            world.engine.decide("A", call -> "");
            CdcDeadLetters.Output replayed = step.execute(input(Map.of("action", "replay")));
            assertThat(replayed.count()).isEqualTo(1);
            assertThat(replayed.remaining()).isZero();
            assertThat(world.engine.succeededIds("A")).contains("shop:2:0");
        }
    }

    @Test
    void a_letter_does_not_overtake_one_of_the_same_row_that_fails_again() throws Exception {
        try (World world = with(Map.of("retry", Map.of("max_attempts", 1)))) {
            world.engine.decide("A", call -> "down");
            world.log.insert("orders", 7);
            world.log.delete("orders", 7);
            world.log.insert("orders", 8);
            world.awaitAcknowledged(3);
            world.engine.decide("A", call -> call.number() == 1 ? "still down" : "");
            CdcDeadLetters step = new CdcDeadLetters(world.runtime());
            CdcDeadLetters.Output output = step.execute(input(Map.of("action", "replay")));
            assertThat(output.letters().stream().map(CdcDeadLetters.Letter::eventId))
                    .containsExactly("shop:1:0", "shop:2:0");
            assertThat(world.engine.succeeded("A")).containsExactly(3);
        }
    }

    @Test
    void letters_are_listed_shown_and_dropped_by_filter() throws Exception {
        try (World world = with(Map.of("retry", Map.of("max_attempts", 1)))) {
            world.engine.decide("A", call -> "down");
            world.log.append("orders", "items");
            world.awaitAcknowledged(2);
            CdcDeadLetters step = new CdcDeadLetters(world.runtime());
            assertThat(step.execute(input(Map.of())).letters())
                    .hasSize(2)
                    .allMatch(letter -> letter.event() == null);
            CdcDeadLetters.Output shown =
                    step.execute(input(Map.of("action", "show", "table", "public.items")));
            EventData event = shown.letters().getFirst().event();
            assertThat(event).isNotNull();
            assertThatThrownBy(() -> step.execute(input(Map.of("action", "drop"))))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("drop needs");
            CdcDeadLetters.Output dropped =
                    step.execute(input(Map.of("action", "drop", "event_id", "shop:1:0")));
            assertThat(dropped.count()).isEqualTo(1);
            assertThat(letters(world)).containsExactly("shop:2:0");
        }
    }

    private static CdcDeadLetters.Input input(Map<String, Object> keys) {
        return Settings.of(keys).as(CdcDeadLetters.Input.class);
    }

    @Test
    void everything_that_is_wrong_with_a_trigger_is_said_at_once() {
        Map<String, Object> keys =
                Map.of(
                        "source_id",
                        "shop",
                        "max_in_flight",
                        4,
                        "on_error",
                        "skip",
                        "where",
                        Map.of("total", Map.of("gtt", 1), "status", List.of()));
        assertThatThrownBy(() -> Settings.of(keys).as(CdcTrigger.Config.class))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("max_in_flight: 4 needs order: table or order: key")
                .hasMessageContaining("on_error needs retry.max_attempts")
                .hasMessageContaining("where.total.gtt is no operator (did you mean gt")
                .hasMessageContaining("where.status.eq is an empty list");
    }
}
