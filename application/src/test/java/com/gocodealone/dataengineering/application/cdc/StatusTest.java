package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;

/** What the status of a source counts, and what stopping it and reading its rows says. */
@Timeout(60)
class StatusTest {
    private static final Retention SLOT =
            new Retention("replication slot shop", 37L << 20, 1L << 30, "reserved");

    private static World streaming() throws InterruptedException {
        World world = World.with("A");
        world.awaitState(SourceState.STREAMING);
        return world;
    }

    private static SourceReport status(World world) {
        return new CdcStatus(world.sources()).execute(new CdcStatus.Input(World.SHOP));
    }

    private static StreamStatus.Lag keeping(Retention retention) {
        return new StreamStatus.Lag(1L, null, retention);
    }

    @Test
    void the_status_counts_events_and_bytes_by_table_and_operation() throws Exception {
        try (World world = streaming()) {
            world.engine.oblige("A");
            world.log.append("orders", "orders", "items");
            Eventually.isTrue(() -> status(world).lastAck() != null);
            SourceReport report = status(world);
            assertThat(report.totalEvents()).isEqualTo(3);
            assertThat(report.totalBytes()).isEqualTo(3 * ScriptedLog.EVENT_BYTES);
            assertThat(report.tables())
                    .extracting(TableReport::table, TableReport::events, TableReport::state)
                    .containsExactly(
                            tuple("public.items", 1L, TableReport.State.STREAMING),
                            tuple("public.orders", 2L, TableReport.State.STREAMING));
            assertThat(report.tables().getLast().operations())
                    .containsEntry("insert", 2L)
                    .containsEntry("delete", 0L);
        }
    }

    @Test
    void the_status_says_of_every_trigger_how_its_workflow_does() throws Exception {
        try (World world = streaming()) {
            world.createTrigger("B", "items");
            world.startTrigger("B");
            world.engine.oblige("B");
            world.log.append("orders", "items");
            world.engine.awaitCall("A", 1).fail();
            ScriptedEngine.Call again = world.engine.awaitCall("A", 1);
            Eventually.isTrue(() -> delivered(world, "B") == 1);
            assertThat(status(world).subscribers())
                    .containsExactly(
                            new SubscriberReport("A", true, 0, 1, "step \"x\" failed"),
                            new SubscriberReport("B", true, 1, 0, null));
            again.succeed();
            Eventually.isTrue(() -> delivered(world, "A") == 1);
            assertThat(status(world).subscribers().getFirst().error()).isNull();
        }
    }

    private static long delivered(World world, String workflow) {
        return status(world).subscribers().stream()
                .filter(one -> one.workflow().equals(workflow))
                .mapToLong(SubscriberReport::delivered)
                .sum();
    }

    @Test
    void what_is_counted_outlives_a_stop() throws Exception {
        try (World world = streaming()) {
            world.engine.oblige("A");
            world.log.append("orders");
            world.awaitAcknowledged(1);
            new CdcStop(world.sources()).execute(new CdcStop.Input(World.SHOP, false));
            SourceReport report = status(world);
            assertThat(report.totalEvents()).isEqualTo(1);
            assertThat(report.tables().getFirst().state()).isNull();
        }
    }

    @Test
    void a_table_that_is_read_says_so_with_its_progress() throws Exception {
        try (World world = streaming()) {
            TableId orders = new TableId("public", "orders");
            world.provider()
                    .say(
                            List.of(
                                    new SnapshotProgress(
                                            "s1",
                                            orders,
                                            SnapshotProgress.State.RUNNING,
                                            7,
                                            100L,
                                            1L,
                                            null)));
            assertThat(status(world).tables())
                    .containsExactly(
                            new TableReport(
                                    "public.orders",
                                    TableReport.State.SNAPSHOTTING,
                                    0,
                                    Map.of(),
                                    null));
            assertThat(status(world).snapshots())
                    .extracting(SnapshotReport::rows)
                    .containsExactly(7L);
        }
    }

    @Test
    void the_status_says_what_the_database_keeps() throws Exception {
        try (World world = streaming()) {
            world.provider().say(keeping(SLOT));
            Map<String, @Nullable Object> output = Fields.of(status(world));
            assertThat(output.get("retention"))
                    .isEqualTo(
                            Map.of(
                                    "holder",
                                    "replication slot shop",
                                    "retained_bytes",
                                    37L << 20,
                                    "safe_bytes",
                                    1L << 30,
                                    "status",
                                    "reserved"));
        }
    }

    @Test
    void without_an_id_the_status_is_that_of_every_source() throws Exception {
        try (World world = streaming()) {
            new CdcSource(world.sources()).create("m", World.config("other", false)).start();
            SourceReport all = new CdcStatus(world.sources()).execute(new CdcStatus.Input(null));
            assertThat(all.sourceId()).isNull();
            assertThat(all.sources())
                    .extracting(SourceReport::sourceId)
                    .containsExactly("other", "shop");
        }
    }

    @Test
    void a_stop_says_what_stays_and_what_that_costs() throws Exception {
        try (World world = streaming()) {
            world.provider().say(keeping(SLOT));
            CdcStop.Output output =
                    new CdcStop(world.sources()).execute(new CdcStop.Input(World.SHOP, false));
            assertThat(output.kept()).isEqualTo("replication slot shop");
            assertThat(output.retainedBytes()).isEqualTo(37L << 20);
            assertThat(output.note())
                    .isEqualTo(
                            "the database goes on keeping its log for replication slot shop (37 MB"
                                + " now, and growing) until the source is started again, or stopped"
                                + " with drop_slot: true");
            assertThat(new CdcStop(world.sources()).execute(new CdcStop.Input(World.SHOP, false)))
                    .as("a second stop still knows")
                    .isEqualTo(output);
        }
    }

    @Test
    void a_stop_that_drops_the_slot_says_what_was_dropped() throws Exception {
        try (World world = streaming()) {
            world.provider().offer(Capability.RELEASE);
            CdcStop.Output output =
                    new CdcStop(world.sources()).execute(new CdcStop.Input(World.SHOP, true));
            assertThat(output.dropped()).containsExactly("slot of shop");
            assertThat(output.kept()).isNull();
            assertThat(world.provider().releases()).isEqualTo(1);
            assertThat(world.status().state()).isEqualTo(SourceState.STOPPED);
        }
    }

    @Test
    void a_provider_without_a_slot_says_so_and_the_source_goes_on() throws Exception {
        try (World world = streaming()) {
            CdcStop stop = new CdcStop(world.sources());
            assertThatThrownBy(() -> stop.execute(new CdcStop.Input(World.SHOP, true)))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure ->
                                    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNSUPPORTED))
                    .hasMessage(
                            "drop_slot: provider scripted has no slot to drop; stop source shop"
                                    + " without it");
            assertThat(world.status().state()).isEqualTo(SourceState.STREAMING);
        }
    }
}
