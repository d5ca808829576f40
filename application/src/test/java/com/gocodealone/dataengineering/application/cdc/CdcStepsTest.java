package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.Fields;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code cdc.source}, {@code step.cdc_start}, {@code _stop} and {@code _status} do and say.
 */
@Timeout(60)
class CdcStepsTest {
    static Map<String, @Nullable Object> start(World world, Map<String, Object> config)
            throws InterruptedException {
        CdcStart step = new CdcStart(world.sources());
        return Fields.of(step.execute(Settings.of(config).as(step.input())));
    }

    private static Map<String, @Nullable Object> stop(World world, String sourceId)
            throws InterruptedException {
        CdcStop step = new CdcStop(world.sources());
        return Fields.of(step.execute(new CdcStop.Input(sourceId, false)));
    }

    static Map<String, @Nullable Object> status(World world, String sourceId) {
        CdcStatus step = new CdcStatus(world.sources());
        return Fields.of(step.execute(new CdcStatus.Input(sourceId)));
    }

    static Map<String, Object> configOf(String sourceId) {
        return Map.of(
                "source_id",
                sourceId,
                "provider",
                "scripted",
                "connection",
                "postgres://u:hunter2@h/d",
                "tables",
                List.of("public.orders"));
    }

    @Test
    void start_says_what_it_did_and_what_the_source_does_now() throws Exception {
        try (World world = World.with("A")) {
            stop(world, World.SHOP);
            Map<String, @Nullable Object> output = start(world, Map.of("source_id", World.SHOP));
            assertThat(output.keySet()).containsExactly("source_id", "action", "state");
            assertThat(output)
                    .containsEntry("source_id", "shop")
                    .containsEntry("action", "started");
            assertThat(output.get("state")).isIn("starting", "paused", "streaming");
        }
    }

    @Test
    void start_of_a_running_source_does_nothing_and_says_the_same() throws Exception {
        try (World world = World.with("A")) {
            world.awaitState(SourceState.STREAMING);
            assertThat(start(world, Map.of("source_id", World.SHOP)))
                    .isEqualTo(
                            Map.of("source_id", "shop", "action", "started", "state", "streaming"));
            assertThat(start(world, configOf(World.SHOP))).containsEntry("state", "streaming");
            assertThat(world.provider().opened()).isEqualTo(1);
        }
    }

    @Test
    void stop_says_what_it_did_and_the_source_goes_on_later_where_it_was() throws Exception {
        try (World world = World.with("A")) {
            world.log.append("orders");
            world.engine.awaitCall("A", 1).succeed();
            world.awaitAcknowledged(1);
            assertThat(stop(world, World.SHOP))
                    .containsEntry("source_id", "shop")
                    .containsEntry("action", "stopped")
                    .containsEntry("kept", null)
                    .containsEntry("note", "what the database keeps for this source is not known");
            assertThat(status(world, World.SHOP)).containsEntry("state", "stopped");
            world.log.append("orders");
            start(world, Map.of("source_id", World.SHOP));
            world.engine.awaitCall("A", 2);
        }
    }

    @Test
    void status_says_everything_that_is_known() throws Exception {
        try (World world = World.with("A")) {
            Instant at = ScriptedLog.COMMITTED;
            world.provider().say(new StreamStatus.Activity(at, at, 3L, 30L));
            world.awaitState(SourceState.STREAMING);
            Map<String, @Nullable Object> expected = new HashMap<>();
            expected.put("source_id", "shop");
            expected.put("state", "streaming");
            expected.put("provider", "scripted");
            expected.put("position", "0");
            expected.put("last_event", ScriptedLog.COMMITTED);
            expected.put("lag_bytes", ScriptedLog.EVENT_BYTES);
            expected.put("lag_seconds", 1.5);
            expected.put("queued_events", 3L);
            expected.put("queued_bytes", 30L);
            expected.put("last_ack", null);
            expected.put("last_keepalive", ScriptedLog.COMMITTED);
            expected.put("warnings", List.of());
            expected.put("reason", null);
            expected.put("error", null);
            expected.put("next_retry_at", null);
            expected.put("last_gap", null);
            assertThat(status(world, World.SHOP)).containsAllEntriesOf(expected);
        }
    }

    @Test
    void status_of_a_stopped_source_invents_nothing() throws Exception {
        try (World world = World.with("A")) {
            stop(world, World.SHOP);
            Map<String, @Nullable Object> output = status(world, World.SHOP);
            assertThat(output)
                    .containsEntry("state", "stopped")
                    .containsEntry("provider", "scripted")
                    .containsEntry("position", null)
                    .containsEntry("last_event", null)
                    .containsEntry("lag_bytes", null)
                    .containsEntry("lag_seconds", null)
                    .containsEntry("error", null);
            assertThat(new CdcStatus(world.sources()).mayBlock()).isFalse();
        }
    }

    @Test
    void status_of_a_source_in_trouble_says_the_trouble() throws Exception {
        try (World world = World.with("A")) {
            world.provider().failPoll(new Failure(Failure.Kind.GAP, "the log is gone"));
            world.awaitState(SourceState.GAP);
            assertThat(status(world, World.SHOP))
                    .containsEntry("state", "gap")
                    .hasEntrySatisfying(
                            "error",
                            error -> assertThat(error).asString().startsWith("the log is gone; "));
        }
    }

    @Test
    void status_does_not_repeat_a_password_that_a_database_said() throws Exception {
        try (World world = World.with("A")) {
            String words = "login of u with hunter2 failed";
            world.provider().failPoll(new Failure(Failure.Kind.INVALID, words));
            world.awaitState(SourceState.FAILED);
            assertThat(status(world, World.SHOP))
                    .containsEntry("error", "login of u with *** failed");
        }
    }

    @Test
    void a_step_may_configure_a_source_that_a_trigger_waits_for() throws Exception {
        try (World world = new World()) {
            world.createTrigger("A", null);
            world.startTrigger("A");
            world.log.append("orders");
            assertThat(start(world, configOf(World.SHOP))).containsEntry("action", "started");
            world.engine.awaitCall("A", 1).succeed();
            world.awaitAcknowledged(1);
            stop(world, World.SHOP);
        }
    }

    @Test
    void what_a_step_configured_and_is_stopped_may_be_configured_anew() throws Exception {
        try (World world = new World()) {
            start(world, configOf("other"));
            stop(world, "other");
            Map<String, Object> changed = new HashMap<>(configOf("other"));
            changed.put("tables", List.of("public.items"));
            start(world, changed);
            assertThat(world.sources().get("other").spec().tables())
                    .containsExactly("public.items");
            stop(world, "other");
        }
    }

    @Test
    void a_step_that_could_not_open_its_source_may_try_with_another_configuration()
            throws Exception {
        try (World world = new World()) {
            world.provider().failOpen(new Failure(Failure.Kind.UNAVAILABLE, "no such host"));
            assertThatThrownBy(() -> start(world, configOf("other"))).hasMessage("no such host");
            assertThat(status(world, "other"))
                    .containsEntry("state", "failed")
                    .containsEntry("error", "no such host");
            Map<String, Object> changed = new HashMap<>(configOf("other"));
            changed.put("connection", "postgres://u:p@right/d");
            start(world, changed);
            assertThat(world.sources().get("other").spec().connection()).contains("right");
            stop(world, "other");
        }
    }

    @Test
    void a_step_does_not_change_the_source_of_a_module() throws Exception {
        try (World world = World.with("A")) {
            stop(world, World.SHOP);
            start(world, configOf(World.SHOP));
            assertThat(world.sources().get(World.SHOP).spec().tables()).isEmpty();
        }
    }

    @Test
    void a_configuration_that_the_provider_refuses_leaves_nothing_behind() {
        try (World world = new World()) {
            world.provider().refuse(new Failure(Failure.Kind.INVALID, "options.slot is too long"));
            assertThatThrownBy(() -> start(world, configOf("other")))
                    .hasMessage("options.slot is too long");
            assertThat(world.sources().isConfigured("other")).isFalse();
        }
    }

    @Test
    void a_source_that_is_not_there_is_named_with_the_nearest_that_is() throws Exception {
        try (World world = World.with("A")) {
            String sentence =
                    "source_id: no CDC source \"shpo\" is configured (did you mean shop?)";
            assertThatThrownBy(() -> status(world, "shpo"))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND))
                    .hasMessage(sentence);
            assertThatThrownBy(() -> stop(world, "shpo")).hasMessage(sentence);
            assertThatThrownBy(() -> start(world, Map.of("source_id", "shpo")))
                    .hasMessage(
                            sentence
                                    + "; to configure it here, give provider, connection and"
                                    + " tables");
            assertThatThrownBy(() -> status(world, "warehouse"))
                    .hasMessageEndingWith("is configured (known: shop)");
        }
    }

    @Test
    void without_any_source_the_sentence_says_so() {
        try (World world = new World()) {
            assertThatThrownBy(() -> status(world, "shop"))
                    .hasMessage(
                            "source_id: no CDC source \"shop\" is configured (none is configured)");
        }
    }
}
