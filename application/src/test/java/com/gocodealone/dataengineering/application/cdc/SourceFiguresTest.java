package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.plugin.Figure;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SourceFiguresTest {
    @Test
    void a_source_is_in_one_state_and_behind_as_its_stream_says() throws InterruptedException {
        try (World world = World.with("audit")) {
            world.awaitState(SourceState.STREAMING);
            assertThat(valueOf(world, "state", Map.of("source", World.SHOP, "state", "streaming")))
                    .isEqualTo(1);
            assertThat(valueOf(world, "state", Map.of("source", World.SHOP, "state", "failed")))
                    .isZero();
            assertThat(valueOf(world, "lag", Map.of("source", World.SHOP)))
                    .isEqualTo((double) ScriptedLog.EVENT_BYTES);
            assertThat(valueOf(world, "lag.age", Map.of("source", World.SHOP))).isEqualTo(1.5);
        }
    }

    @Test
    void changes_are_counted_by_table_and_operation_and_by_workflow() throws InterruptedException {
        try (World world = World.with("audit")) {
            world.engine.oblige("audit");
            world.log.append("orders", "orders");
            world.awaitAcknowledged(2);
            assertThat(
                            valueOf(
                                    world,
                                    "delivered",
                                    Map.of("source", World.SHOP, "workflow", "audit")))
                    .isEqualTo(2);
            double counted =
                    new SourceFigures(world.sources())
                            .get().stream()
                                    .filter(one -> one.name().equals("data_engineering.cdc.events"))
                                    .mapToDouble(Figure::value)
                                    .sum();
            assertThat(counted).isEqualTo(2);
        }
    }

    @Test
    void what_is_not_known_is_left_out() {
        try (World world = new World()) {
            assertThat(new SourceFigures(world.sources()).get())
                    .noneMatch(one -> one.name().equals("data_engineering.cdc.lag"));
        }
    }

    private static double valueOf(World world, String name, Map<String, String> tags) {
        return new SourceFigures(world.sources())
                .get().stream()
                        .filter(one -> one.name().equals("data_engineering.cdc." + name))
                        .filter(one -> one.tags().equals(tags))
                        .findFirst()
                        .orElseThrow()
                        .value();
    }
}
