package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.Fields;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What {@code step.cdc_backpressure} and {@code step.cdc_monitor} do and say. */
@Timeout(60)
class ThrottleTest {
    private static final StreamStatus.Lag FINE =
            new StreamStatus.Lag(10L, Duration.ofSeconds(1), null);
    private static final StreamStatus.Lag AWFUL =
            new StreamStatus.Lag(2L << 30, Duration.ofSeconds(1), null);

    private static Map<String, @Nullable Object> pressure(World world, Map<String, Object> keys) {
        Map<String, Object> config = new HashMap<>(keys);
        config.put("source_id", World.SHOP);
        CdcBackpressure step = new CdcBackpressure(world.sources());
        return Fields.of(step.execute(Settings.of(config).as(step.input())));
    }

    private static Map<String, @Nullable Object> monitor(World world, Map<String, Object> keys) {
        Map<String, Object> config = new HashMap<>(keys);
        config.put("source_id", World.SHOP);
        CdcMonitor step = new CdcMonitor(world.sources());
        return Fields.of(step.execute(Settings.of(config).as(step.input())));
    }

    private static World streaming() throws InterruptedException {
        World world = World.with("A");
        world.awaitState(SourceState.STREAMING);
        return world;
    }

    @Test
    void a_throttled_source_reads_nothing_until_it_is_resumed() throws Exception {
        try (World world = streaming()) {
            world.provider().holdPolls();
            Eventually.isTrue(world.provider()::isPollHeld);
            assertThat(pressure(world, Map.of("action", "throttle")))
                    .containsEntry("action", "throttled")
                    .containsEntry("previous_state", "streaming")
                    .containsEntry("state", "paused");
            world.provider().letPollsGo();
            Eventually.isTrue(() -> !world.provider().isPolling());
            world.log.append("orders");
            int polls = world.provider().polls();
            assertThat(world.status().state()).isEqualTo(SourceState.PAUSED);
            assertThat(world.status().reason())
                    .startsWith("throttled by step.cdc_backpressure since ")
                    .endsWith(": a pipeline asked for it");
            assertThat(world.engine.calls("A")).isEmpty();
            assertThat(world.provider().polls()).isEqualTo(polls);
            assertThat(pressure(world, Map.of("action", "resume")))
                    .containsEntry("action", "resumed")
                    .containsEntry("throttled", null);
            world.engine.awaitCall("A", 1);
        }
    }

    @Test
    void what_was_read_before_is_still_delivered_and_acknowledged() throws Exception {
        try (World world = streaming()) {
            world.log.append("orders");
            ScriptedEngine.Call call = world.engine.awaitCall("A", 1);
            pressure(world, Map.of("action", "throttle"));
            call.succeed();
            world.awaitAcknowledged(1);
            assertThat(world.status().state()).isEqualTo(SourceState.PAUSED);
        }
    }

    @Test
    void a_throttled_source_is_so_after_a_crash_too() throws Exception {
        try (World world = streaming()) {
            pressure(world, Map.of("action", "throttle", "reason", "the warehouse is full"));
            world.crash();
            world.awaitState(SourceState.PAUSED);
            assertThat(world.status().reason()).endsWith("the warehouse is full");
            world.log.append("orders");
            pressure(world, Map.of("action", "resume"));
            world.engine.awaitCall("A", 1);
        }
    }

    @Test
    void a_check_says_what_the_lag_means_with_the_thresholds_that_held() throws Exception {
        try (World world = streaming()) {
            assertThat(pressure(world, Map.of()))
                    .containsEntry("action", "checked")
                    .containsEntry("status", "healthy")
                    .containsEntry("lag_bytes", 10L)
                    .containsEntry("lag_seconds", 1.5)
                    .containsEntry(
                            "thresholds", Map.of("lag_bytes", 1073741824L, "lag_seconds", 300.0));
        }
    }

    @Test
    void both_spellings_of_the_thresholds_hold_and_the_first_wins() throws Exception {
        try (World world = streaming()) {
            assertThat(pressure(world, Map.of("threshold_lag_bytes", 10)))
                    .containsEntry("status", "critical");
            assertThat(pressure(world, Map.of("thresholds", Map.of("lag_seconds", "1.5"))))
                    .containsEntry("status", "critical");
            assertThat(
                            pressure(
                                    world,
                                    Map.of(
                                            "thresholds",
                                            Map.of("lag_bytes", 1000),
                                            "threshold_lag_bytes",
                                            5)))
                    .containsEntry("status", "healthy");
            assertThat(pressure(world, Map.of("threshold_lag_bytes", 0)))
                    .as("as upstream, nothing positive is the default")
                    .containsEntry("status", "healthy");
        }
    }

    @Test
    void a_lag_near_a_threshold_is_a_warning_and_how_near_can_be_chosen() throws Exception {
        try (World world = streaming()) {
            assertThat(pressure(world, Map.of("threshold_lag_bytes", 12)))
                    .containsEntry("status", "warning");
            assertThat(
                            pressure(
                                    world,
                                    Map.of("threshold_lag_bytes", 12, "warning_multiplier", 0.9)))
                    .containsEntry("status", "healthy");
        }
    }

    @Test
    void of_a_lag_that_is_not_known_nothing_is_said() throws Exception {
        try (World world = streaming()) {
            world.provider().say(StreamStatus.Lag.UNKNOWN);
            assertThat(pressure(world, Map.of()))
                    .containsEntry("status", "unknown")
                    .containsEntry("lag_bytes", null)
                    .containsEntry("lag_seconds", null);
            assertThat(monitor(world, Map.of()))
                    .containsEntry("status", "unknown")
                    .containsEntry("healthy", null)
                    .containsEntry("auto_throttled", false);
        }
    }

    @Test
    void an_action_that_there_is_not_is_refused_with_those_there_are() throws Exception {
        try (World world = streaming()) {
            assertThatThrownBy(() -> pressure(world, Map.of("action", "stop")))
                    .hasMessage("action: \"stop\" is not one of check, throttle, resume");
        }
    }

    @Test
    void the_monitor_throttles_a_critical_source_and_lets_it_read_on_when_it_is_healthy()
            throws Exception {
        try (World world = streaming()) {
            world.provider().say(AWFUL);
            assertThat(monitor(world, Map.of()))
                    .containsEntry("status", "critical")
                    .containsEntry("healthy", false)
                    .containsEntry("alerts_sent", 1)
                    .containsEntry("auto_throttled", true);
            assertThat(world.status().reason())
                    .startsWith("throttled by step.cdc_monitor")
                    .contains("source shop is critical: it is behind by 2 GB and 1 s");
            assertThat(monitor(world, Map.of()))
                    .containsEntry("alerts_sent", 0)
                    .containsEntry("auto_throttled", false);
            world.provider().say(FINE);
            assertThat(monitor(world, Map.of()))
                    .containsEntry("alerts_sent", 1)
                    .containsEntry("auto_resumed", true);
            world.awaitState(SourceState.STREAMING);
        }
    }

    @Test
    void the_monitor_lets_nobody_read_on_whom_it_did_not_throttle() throws Exception {
        try (World world = streaming()) {
            pressure(world, Map.of("action", "throttle"));
            assertThat(monitor(world, Map.of())).containsEntry("auto_resumed", false);
            assertThat(world.status().state()).isEqualTo(SourceState.PAUSED);
        }
    }

    @Test
    void the_monitor_only_watches_when_told_so() throws Exception {
        try (World world = streaming()) {
            world.provider().say(AWFUL);
            assertThat(monitor(world, Map.of("auto_throttle", false)))
                    .containsEntry("status", "critical")
                    .containsEntry("auto_throttled", false);
            monitor(world, Map.of());
            world.provider().say(FINE);
            assertThat(monitor(world, Map.of("auto_resume", false)))
                    .containsEntry("auto_resumed", false);
            assertThat(world.status().state()).isEqualTo(SourceState.PAUSED);
        }
    }

    @Test
    void with_an_interval_the_monitor_repeats_what_stays_bad() throws Exception {
        try (World world = streaming()) {
            world.provider().say(AWFUL);
            monitor(world, Map.of());
            assertThat(monitor(world, Map.of("interval", "1h"))).containsEntry("alerts_sent", 0);
            Eventually.isTrue(
                    () ->
                            Integer.valueOf(1)
                                    .equals(
                                            monitor(world, Map.of("interval", "1ms"))
                                                    .get("alerts_sent")));
        }
    }
}
