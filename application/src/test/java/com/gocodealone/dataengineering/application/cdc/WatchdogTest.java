package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.delivery.Backoff;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What is done about a source that falls silent, and about a database that keeps too much log. */
@Timeout(60)
class WatchdogTest {
    private static final Backoff AT_ONCE = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
    private static final Map<String, Object> QUICK = Map.of("stall_timeout", "100ms");

    private static World streaming(World world) throws InterruptedException {
        world.createTrigger("A", null);
        world.start();
        world.startTrigger("A");
        world.awaitState(SourceState.STREAMING);
        return world;
    }

    private static World streaming(Map<String, Object> keys) throws InterruptedException {
        World world = new World();
        world.provider().offer(Capability.RETENTION, Capability.RELEASE);
        return streaming(world.configured(keys));
    }

    private static StreamStatus.Activity lastAliveAt(Instant at) {
        return new StreamStatus.Activity(ScriptedLog.COMMITTED, at, null, null);
    }

    private static StreamStatus.Lag keeping(long bytes, long safe) {
        Retention slot = new Retention("replication slot shop", bytes, safe, null);
        return new StreamStatus.Lag(null, null, slot);
    }

    @Test
    void a_source_without_a_sign_of_life_is_stalled_and_opened_again() throws Exception {
        try (World world = streaming(QUICK)) {
            world.provider().say(lastAliveAt(ScriptedLog.COMMITTED));
            Eventually.isTrue(() -> world.provider().opened() >= 3);
        }
    }

    @Test
    void a_stalled_source_says_so_until_it_is_open_again() throws Exception {
        try (World world = new World().waiting(LONG, AT_ONCE).configured(QUICK)) {
            streaming(world);
            world.provider().say(lastAliveAt(ScriptedLog.COMMITTED));
            world.awaitState(SourceState.STALLED);
            Eventually.isTrue(() -> world.status().nextRetryAt() != null);
            assertThat(world.status().error())
                    .isEqualTo(
                            "the source has shown no sign of life since " + ScriptedLog.COMMITTED);
            assertThat(world.provider().closed()).isEqualTo(1);
        }
    }

    @Test
    void a_source_that_is_quiet_but_alive_is_left_alone() throws Exception {
        try (World world = streaming(QUICK)) {
            int polls = world.provider().polls();
            world.provider().say(lastAliveAt(Instant.MAX));
            Eventually.isTrue(() -> world.provider().polls() > polls + 500);
            assertThat(world.provider().opened()).isEqualTo(1);
            assertThat(world.status().state()).isEqualTo(SourceState.STREAMING);
        }
    }

    @Test
    void a_source_that_cannot_say_whether_it_is_alive_is_left_alone() throws Exception {
        try (World world = streaming(QUICK)) {
            int polls = world.provider().polls();
            Eventually.isTrue(() -> world.provider().polls() > polls + 500);
            assertThat(world.provider().opened()).isEqualTo(1);
        }
    }

    @Test
    void a_poll_that_hangs_is_interrupted_and_the_source_opened_again() throws Exception {
        try (World world = streaming(QUICK)) {
            world.provider().holdPolls();
            Eventually.isTrue(() -> world.provider().opened() >= 2);
            world.provider().letPollsGo();
            world.awaitState(SourceState.STREAMING);
        }
    }

    @Test
    void a_poll_that_no_interruption_ends_is_said() throws Exception {
        try (World world = streaming(QUICK)) {
            world.provider().holdPollsForEver();
            world.awaitState(SourceState.STALLED);
            assertThat(world.status().error())
                    .startsWith("the provider has not come back from poll for ");
            assertThat(world.provider().opened()).isEqualTo(1);
            world.provider().letPollsGo();
            world.awaitState(SourceState.STREAMING);
            assertThat(world.provider().opened()).isEqualTo(2);
        }
    }

    @Test
    void too_much_log_is_a_warning_by_default() throws Exception {
        try (World world =
                streaming(Map.of("max_retained_bytes", "1MB", "stall_timeout", "100ms"))) {
            world.provider().say(keeping(3 << 20, 0));
            Eventually.isTrue(() -> world.sources().get(World.SHOP).lagWarning() != null);
            assertThat(
                            new CdcStatus(world.sources())
                                    .execute(new CdcStatus.Input(World.SHOP))
                                    .warnings())
                    .containsExactly(
                            "replication slot shop makes the database keep 3 MB of its log, more"
                                    + " than max_retained_bytes allows (1 MB)");
            assertThat(world.status().state()).isEqualTo(SourceState.STREAMING);
            world.provider().say(keeping(1, 0));
            Eventually.isTrue(() -> world.sources().get(World.SHOP).lagWarning() == null);
        }
    }

    @Test
    void a_source_that_is_paused_for_its_lag_reads_on_when_a_person_says_so() throws Exception {
        Map<String, Object> keys =
                Map.of("on_lag", "pause", "min_safe_bytes", "1GB", "stall_timeout", "100ms");
        try (World world = streaming(keys)) {
            world.provider().say(keeping(0, 1));
            world.awaitState(SourceState.PAUSED);
            assertThat(world.status().reason())
                    .startsWith("throttled by on_lag since ")
                    .contains("only 1 B more log may be written");
            world.sources().get(World.SHOP).memory().throttle().release();
            world.awaitState(SourceState.STREAMING);
            world.log.append("orders");
            world.engine.awaitCall("A", 1);
        }
    }

    @Test
    void too_much_log_is_seen_while_nobody_takes_events() throws Exception {
        Map<String, Object> keys =
                Map.of("on_lag", "pause", "max_retained_bytes", "1", "stall_timeout", "100ms");
        try (World world = streaming(keys)) {
            world.stopTrigger("A");
            world.awaitState(SourceState.PAUSED);
            world.provider().say(keeping(2, 0));
            Eventually.isTrue(() -> String.valueOf(world.status().reason()).contains("on_lag"));
        }
    }

    @Test
    void a_slot_that_keeps_too_much_is_dropped_and_the_gap_is_said() throws Exception {
        Map<String, Object> keys =
                Map.of("on_lag", "drop_slot", "max_retained_bytes", "1", "stall_timeout", "100ms");
        try (World world = streaming(keys)) {
            world.provider().failRelease(new Failure(Failure.Kind.UNAVAILABLE, "down"));
            world.provider().say(keeping(2, 0));
            world.awaitState(SourceState.GAP);
            assertThat(world.provider().releases()).isEqualTo(1);
            assertThat(world.status().error())
                    .startsWith("replication slot shop makes the database keep 2 B of its log");
            world.crash();
            world.awaitState(SourceState.GAP);
        }
    }

    @Test
    void after_a_slot_was_dropped_on_gap_holds() throws Exception {
        Map<String, Object> keys =
                Map.of(
                        "on_lag", "drop_slot",
                        "on_gap", "continue",
                        "max_retained_bytes", "1",
                        "stall_timeout", "100ms");
        try (World world = streaming(keys)) {
            world.provider().say(keeping(2, 0));
            Eventually.isTrue(() -> world.provider().opened() == 2);
            world.awaitState(SourceState.STREAMING);
            assertThat(world.provider().beginnings()).containsExactly(Begin.RESUME, Begin.LATEST);
        }
    }

    @Test
    void a_wish_that_nothing_can_fulfil_is_refused() {
        try (World world = new World()) {
            assertThatThrownBy(() -> world.configured(Map.of("on_lag", "pause")))
                    .hasMessage(
                            "on_lag: pause needs a limit: give max_retained_bytes or"
                                    + " min_safe_bytes");
            assertThatThrownBy(
                            () ->
                                    world.configured(
                                            Map.of(
                                                    "on_lag",
                                                    "drop_slot",
                                                    "max_retained_bytes",
                                                    "10GB")))
                    .hasMessage(
                            "max_retained_bytes, min_safe_bytes: provider scripted does not say"
                                    + " how much log the database keeps; on_lag: provider scripted"
                                    + " has no slot to drop; choose warn or pause");
        }
    }
}
