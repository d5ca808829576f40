package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.cdc.delivery.Backoff;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.SourceStatus;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;

/** What happens when a workflow fails. */
@Timeout(60)
class FailingPipelineTest {
    private static final Backoff AT_ONCE = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

    private static World failingSlowly() throws InterruptedException {
        World world = new World().waiting(AT_ONCE, LONG);
        world.createTrigger("A", null);
        world.start();
        world.startTrigger("A");
        return world;
    }

    @Test
    void it_is_tried_again_until_it_succeeds_and_only_then_comes_the_next_event() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            world.log.append("orders");
            String id = world.engine.awaitCall("A", 1).eventId();
            for (int attempt = 1; attempt <= 5; attempt++) {
                ScriptedEngine.Call call = world.engine.awaitCall("A");
                assertThat(call.eventId()).isEqualTo(id);
                assertThat(world.log.acknowledged()).isZero();
                call.fail();
            }
            world.engine.awaitCall("A", 1).succeed();
            world.engine.awaitCall("A", 2);
            world.awaitAcknowledged(1);
        }
    }

    @Test
    void the_source_says_why_it_is_tried_again_and_when() throws Exception {
        try (World world = failingSlowly()) {
            world.log.append("orders");
            Instant before = Instant.now();
            world.engine.awaitCall("A").fail();
            world.awaitState(SourceState.RETRYING);
            SourceStatus status = world.status();
            assertThat(status.error()).isEqualTo("A: step \"x\" failed");
            assertThat(status.nextRetryAt())
                    .isBetween(before.plusSeconds(1800), Instant.now().plusSeconds(3600));
            assertThat(status.stream()).isNotNull();
            assertThat(world.engine.calls("A")).hasSize(1);
        }
    }

    @Test
    void the_source_streams_again_once_the_workflow_has_succeeded() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            world.engine.awaitCall("A").fail();
            ScriptedEngine.Call second = world.engine.awaitCall("A");
            world.awaitState(SourceState.RETRYING);
            second.succeed();
            world.awaitState(SourceState.STREAMING);
            assertThat(world.status().error()).isNull();
            assertThat(world.status().nextRetryAt()).isNull();
        }
    }

    @Test
    void the_waits_grow() throws Exception {
        Backoff growing = new Backoff(Duration.ofMillis(1), Duration.ofHours(1));
        try (World world = new World().waiting(AT_ONCE, growing)) {
            world.createTrigger("A", null);
            world.start();
            world.startTrigger("A");
            world.log.append("orders");
            for (int attempt = 1; attempt <= 5; attempt++) {
                world.engine.awaitCall("A").fail();
            }
            Instant sixth = Instant.now();
            world.engine.awaitCall("A").fail();
            Eventually.isTrue(
                    () -> {
                        Instant next = world.status().nextRetryAt();
                        return next != null && next.isAfter(sixth.plusMillis(16));
                    });
        }
    }

    @Test
    void a_failing_workflow_does_not_hold_the_other_triggers() throws Exception {
        try (World world = failingSlowly()) {
            world.createTrigger("B", null);
            world.startTrigger("B");
            world.log.append("orders");
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail();
            world.engine.awaitCall("B", 1).succeed();
            world.engine.awaitCall("B", 2).succeed();
            world.awaitState(SourceState.RETRYING);
            assertThat(world.log.acknowledged()).isZero();
        }
    }

    @Test
    void whatever_else_goes_wrong_with_a_call_is_tried_again_too() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail(new IllegalStateException("no engine"));
            world.engine.awaitCall("A", 1).fail(new CancellationException());
            world.engine.awaitCall("A", 1).succeed();
            world.awaitAcknowledged(1);
        }
    }

    @Test
    void an_event_that_can_never_be_sent_ends_the_source_and_is_never_acknowledged()
            throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            world.log.append("orders");
            world.engine.awaitCall("A", 1).succeed();
            world.awaitAcknowledged(1);
            String sentence = "event 2 has 5 MiB, more than the engine takes";
            world.engine.awaitCall("A", 2).fail(new Failure(Failure.Kind.INVALID, sentence));
            world.awaitState(SourceState.FAILED);
            assertThat(world.status().error()).isEqualTo(sentence);
            assertThat(world.status().nextRetryAt()).isNull();
            assertThat(world.log.acknowledged()).isEqualTo(1);
            assertThat(world.provider().closed()).isEqualTo(1);
        }
    }

    @Test
    void a_source_that_ended_can_be_started_again_and_goes_on_at_the_same_event() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).fail(new Failure(Failure.Kind.INVALID, "too large"));
            world.awaitState(SourceState.FAILED);
            world.sources().get(World.SHOP).start();
            world.engine.awaitCall("A", 1).succeed();
            world.awaitAcknowledged(1);
        }
    }
}
