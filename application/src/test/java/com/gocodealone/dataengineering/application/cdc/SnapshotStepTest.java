package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code step.cdc_snapshot} does and says. */
@Timeout(60)
class SnapshotStepTest {
    private static World streaming(Object... tables) throws InterruptedException {
        World world = new World();
        world.provider().offer(Capability.SNAPSHOT);
        world.configured(Map.of("tables", List.of(tables)));
        world.createTrigger("A", null);
        world.start();
        world.startTrigger("A");
        world.awaitState(SourceState.STREAMING);
        return world;
    }

    private static CdcSnapshot.Output snapshot(World world, Map<String, Object> keys)
            throws InterruptedException {
        Map<String, Object> config = new HashMap<>(keys);
        config.put("source_id", World.SHOP);
        CdcSnapshot step = new CdcSnapshot(world.sources());
        return step.execute(Settings.of(config).as(step.input()));
    }

    private static SnapshotProgress running(String id) {
        return new SnapshotProgress(
                id,
                new TableId("public", "orders"),
                SnapshotProgress.State.RUNNING,
                5,
                null,
                null,
                null);
    }

    @Test
    void tables_and_a_condition_reach_the_stream() throws Exception {
        try (World world = streaming()) {
            CdcSnapshot.Output output =
                    snapshot(
                            world,
                            Map.of(
                                    "tables",
                                    List.of("public.orders"),
                                    "where",
                                    "id > 5",
                                    "id",
                                    "s1"));
            assertThat(output.action()).isEqualTo("snapshot_triggered");
            assertThat(output.snapshotId()).isEqualTo("s1");
            assertThat(output.tables()).containsExactly("public.orders");
            assertThat(world.provider().wishes())
                    .containsExactly("s1 [public.orders] where id > 5");
        }
    }

    @Test
    void without_tables_those_of_the_source_are_read_under_a_name_that_is_made_up()
            throws Exception {
        try (World world = streaming("public.orders", "public.items")) {
            CdcSnapshot.Output output = snapshot(world, Map.of());
            assertThat(output.tables()).containsExactly("public.orders", "public.items");
            assertThat(world.provider().wishes())
                    .containsExactly(output.snapshotId() + " [public.orders, public.items]");
        }
    }

    @Test
    void a_source_that_follows_patterns_needs_to_be_told_which_tables() throws Exception {
        try (World world = streaming("sales.*")) {
            assertThatThrownBy(() -> snapshot(world, Map.of()))
                    .hasMessage(
                            "tables is required: source shop does not name its tables one by one");
        }
    }

    @Test
    void a_table_needs_its_schema() throws Exception {
        try (World world = streaming()) {
            assertThatThrownBy(() -> snapshot(world, Map.of("tables", "orders")))
                    .hasMessage("tables: \"orders\" needs its schema, as in public.orders");
        }
    }

    @Test
    void the_only_snapshot_under_way_is_cancelled_without_its_name() throws Exception {
        try (World world = streaming()) {
            assertThatThrownBy(() -> snapshot(world, Map.of("action", "cancel")))
                    .hasMessage("no snapshot of source shop is under way");
            world.provider().say(List.of(running("s1")));
            CdcSnapshot.Output output = snapshot(world, Map.of("action", "cancel"));
            assertThat(output.action()).isEqualTo("snapshot_cancelled");
            assertThat(output.snapshotId()).isEqualTo("s1");
            assertThat(world.provider().wishes()).containsExactly("cancel s1");
        }
    }

    @Test
    void of_several_snapshots_the_one_to_cancel_must_be_named() throws Exception {
        try (World world = streaming()) {
            world.provider().say(List.of(running("s1"), running("s2")));
            assertThatThrownBy(() -> snapshot(world, Map.of("action", "cancel")))
                    .hasMessage("id is required: these snapshots are under way: s1, s2");
        }
    }

    @Test
    void the_status_of_a_snapshot_is_that_of_its_tables() throws Exception {
        try (World world = streaming()) {
            world.provider().say(List.of(running("s1"), running("s2")));
            CdcSnapshot.Output output = snapshot(world, Map.of("action", "status", "id", "s2"));
            assertThat(output.progress()).extracting(SnapshotReport::id).containsExactly("s2");
            assertThat(output.tables()).containsExactly("public.orders");
            assertThat(snapshot(world, Map.of("action", "status")).progress()).hasSize(2);
        }
    }

    @Test
    void a_source_that_is_not_open_cannot_be_read() throws Exception {
        try (World world = streaming()) {
            world.sources().get(World.SHOP).stop();
            assertThatThrownBy(() -> snapshot(world, Map.of("tables", "public.orders")))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT))
                    .hasMessage("source shop is not open now, it is stopped");
        }
    }

    @Test
    void a_provider_that_cannot_says_so() throws Exception {
        try (World world = World.with("A")) {
            assertThatThrownBy(() -> snapshot(world, Map.of("tables", "public.orders")))
                    .hasMessage("provider scripted takes no snapshot on demand");
        }
    }
}
