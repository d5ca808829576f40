package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.delivery.EventData;
import com.gocodealone.dataengineering.application.cdc.delivery.EventText;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;

/** Attempts, dead letters and what becomes of them, as a trigger asks for it. */
@Timeout(60)
class DeadLettersTest {
    @Test
    void after_its_attempts_an_event_is_a_dead_letter_with_all_that_is_known_of_it()
            throws Exception {
        try (World world = World.with("A", Map.of("retry", Map.of("max_attempts", 3)))) {
            world.log.append("orders");
            for (int attempt = 1; attempt <= 3; attempt++) {
                assertThat(world.letterIds()).isEmpty();
                world.engine.awaitCall("A", 1).fail();
            }
            world.awaitAcknowledged(1);
            DeadLetters.Letter letter = world.letters().getFirst();
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
        try (World world = World.with("A", Map.of("retry", Map.of("max_attempts", 1)))) {
            world.states.deadLetters().breakDisk(true);
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            Eventually.isTrue(
                    () -> String.valueOf(world.status().error()).contains("cannot be put aside"));
            assertThat(world.log.acknowledged()).isZero();
            assertThat(world.engine.calls("A")).hasSize(1);
            world.states.deadLetters().breakDisk(false);
            world.awaitAcknowledged(1);
            assertThat(world.letterIds()).containsExactly("shop:1:0");
        }
    }

    @Test
    void what_has_no_room_among_the_dead_letters_waits_until_there_is_some() throws Exception {
        Map<String, Object> keys =
                Map.of("retry", Map.of("max_attempts", 1), "dead_letters", Map.of("max_count", 1));
        try (World world = World.with("A", keys)) {
            world.log.append("orders");
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            world.engine.awaitCall("A", 2).fail();
            Eventually.isTrue(
                    () ->
                            String.valueOf(world.status().error())
                                    .contains("shop:2:0 cannot be put aside: 1 dead letters are"));
            world.awaitAcknowledged(1);
            assertThat(world.letterIds()).containsExactly("shop:1:0");
            world.states.deadLetters().remove(world.letters());
            world.awaitAcknowledged(2);
            assertThat(world.letterIds()).containsExactly("shop:2:0");
        }
    }

    @Test
    void a_dead_letter_that_is_kept_but_was_not_acknowledged_needs_no_more_room() throws Exception {
        Map<String, Object> keys =
                Map.of(
                        "order",
                        "table",
                        "retry",
                        Map.of("max_attempts", 1),
                        "dead_letters",
                        Map.of("max_bytes", "1B"));
        try (World world = World.with("A", keys)) {
            world.log.append("orders", "items");
            world.engine.awaitPending("A", 1);
            world.engine.awaitPending("A", 2).fail();
            Eventually.isTrue(() -> world.letterIds().size() == 1);
            world.crash();
            world.engine.awaitPending("A", 1).succeed();
            world.engine.awaitPending("A", 2).fail();
            world.awaitAcknowledged(2);
            assertThat(world.letterIds()).containsExactly("shop:2:0");
        }
    }

    @Test
    void attempts_are_counted_on_after_a_crash() throws Exception {
        try (World world = World.with("A", Map.of("retry", Map.of("max_attempts", 3)))) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            world.engine.awaitCall("A", 1).fail();
            world.engine.awaitCall("A", 1);
            world.crash();
            world.engine.awaitCall("A", 1).fail();
            world.awaitAcknowledged(1);
            assertThat(world.letterIds()).containsExactly("shop:1:0");
            assertThat(world.states.of("attempts:shop").get("A")).isNull();
        }
    }

    @Test
    void skip_goes_on_without_a_letter_and_stop_ends_the_source_with_the_reason() throws Exception {
        Map<String, Object> once = Map.of("max_attempts", 1);
        try (World world = World.with("A", Map.of("retry", once, "on_error", "skip"))) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            world.awaitAcknowledged(1);
            assertThat(world.letterIds()).isEmpty();
        }
        try (World world = World.with("A", Map.of("retry", once, "on_error", "stop"))) {
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
        try (World world = World.with("A", Map.of("on_oversize", "dead_letter"))) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail(new Failure(Failure.Kind.INVALID, "too large"));
            world.awaitAcknowledged(1);
            assertThat(world.letterIds()).containsExactly("shop:1:0");
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

            CdcDeadLetters step = new CdcDeadLetters(world.runtime().delivery());
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
        try (World world = World.with("A", Map.of("retry", Map.of("max_attempts", 1)))) {
            world.engine.decide("A", call -> "down");
            world.log.insert("orders", 7);
            world.log.delete("orders", 7);
            world.log.insert("orders", 8);
            world.awaitAcknowledged(3);
            world.engine.decide("A", call -> call.number() == 1 ? "still down" : "");
            CdcDeadLetters step = new CdcDeadLetters(world.runtime().delivery());
            CdcDeadLetters.Output output = step.execute(input(Map.of("action", "replay")));
            assertThat(output.letters().stream().map(CdcDeadLetters.Letter::eventId))
                    .containsExactly("shop:1:0", "shop:2:0");
            assertThat(world.engine.succeeded("A")).containsExactly(3);
        }
    }

    @Test
    void letters_are_listed_shown_and_dropped_by_filter() throws Exception {
        try (World world = World.with("A", Map.of("retry", Map.of("max_attempts", 1)))) {
            world.engine.decide("A", call -> "down");
            world.log.append("orders", "items");
            world.awaitAcknowledged(2);
            CdcDeadLetters step = new CdcDeadLetters(world.runtime().delivery());
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
            assertThat(world.letterIds()).containsExactly("shop:2:0");
        }
    }

    private static CdcDeadLetters.Input input(Map<String, Object> keys) {
        return Settings.of(keys).as(CdcDeadLetters.Input.class);
    }
}
