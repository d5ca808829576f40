package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.source.Gaps;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Objects;

/** What happens when changes are lost. */
@Timeout(60)
class GapTest {
    private final Failure lost = new Failure(Failure.Kind.GAP, "the slot was recreated");

    private static World streaming(Map<String, Object> keys) throws InterruptedException {
        World world = new World();
        world.provider().offer(Capability.INITIAL_SNAPSHOT, Capability.RELEASE);
        world.configured(keys);
        world.createTrigger("A", null);
        world.start();
        world.startTrigger("A");
        world.awaitState(SourceState.STREAMING);
        return world;
    }

    private static Gaps.Gap lastGap(World world) {
        Gaps.Gap gap = world.sources().get(World.SHOP).memory().gaps().last();
        assertThat(gap).isNotNull();
        return Objects.requireNonNull(gap);
    }

    @ParameterizedTest
    @CsvSource({"resnapshot, SNAPSHOT", "continue, LATEST"})
    void on_gap_says_where_the_next_stream_begins(String choice, Begin begin) throws Exception {
        try (World world = streaming(Map.of("on_gap", choice))) {
            world.provider().failPoll(lost);
            Eventually.isTrue(() -> world.provider().opened() == 2);
            world.awaitState(SourceState.STREAMING);
            assertThat(world.provider().beginnings()).containsExactly(Begin.RESUME, begin);
            assertThat(lastGap(world).what()).isEqualTo("the slot was recreated");
            assertThat(lastGap(world).decision()).isEqualTo(choice);
        }
    }

    @Test
    void beyond_the_gap_a_stream_resumes_as_ever() throws Exception {
        try (World world = streaming(Map.of("on_gap", "continue"))) {
            world.provider().failPoll(lost);
            Eventually.isTrue(() -> world.provider().opened() == 2);
            world.provider().failPoll(new Failure(Failure.Kind.UNAVAILABLE, "down"));
            Eventually.isTrue(() -> world.provider().opened() == 3);
            assertThat(world.provider().beginnings())
                    .containsExactly(Begin.RESUME, Begin.LATEST, Begin.RESUME);
        }
    }

    @Test
    void a_decision_holds_until_a_stream_is_open_even_through_a_crash() throws Exception {
        try (World world = streaming(Map.of("on_gap", "resnapshot"))) {
            world.provider().failOpen(new Failure(Failure.Kind.UNAVAILABLE, "down"));
            world.provider().failPoll(lost);
            Eventually.isTrue(() -> world.provider().opened() == 2);
            assertThat(world.provider().beginnings()).containsExactly(Begin.RESUME, Begin.SNAPSHOT);
        }
        try (World world = streaming(Map.of("on_gap", "fail"))) {
            world.provider().failPoll(lost);
            world.awaitState(SourceState.GAP);
            world.crash();
            world.awaitState(SourceState.GAP);
            assertThat(world.provider().attempts()).as("the gap is remembered").isZero();
        }
    }

    @Test
    void by_default_a_gap_is_for_a_person_who_decides_when_starting() throws Exception {
        try (World world = streaming(Map.of())) {
            world.provider().failPoll(lost);
            world.awaitState(SourceState.GAP);
            assertThat(world.status().error())
                    .isEqualTo(
                            "the slot was recreated; to go on without those changes, start the"
                                    + " source with on_gap: resnapshot (reads all rows again) or"
                                    + " continue");
            assertThat(lastGap(world).decision()).isNull();
            CdcStart start = new CdcStart(world.sources());
            start.execute(
                    Settings.of(Map.of("source_id", World.SHOP, "on_gap", "continue"))
                            .as(CdcStart.Input.class));
            world.awaitState(SourceState.STREAMING);
            assertThat(world.provider().beginnings()).containsExactly(Begin.RESUME, Begin.LATEST);
            assertThat(lastGap(world).decision()).isEqualTo("continue");
        }
    }

    @Test
    void every_gap_is_recorded_once() throws Exception {
        try (World world = streaming(Map.of("on_gap", "continue"))) {
            for (int gap = 1; gap <= 2; gap++) {
                int opened = gap + 1;
                world.provider().failPoll(lost);
                Eventually.isTrue(() -> world.provider().opened() == opened);
            }
            world.awaitState(SourceState.STREAMING);
            assertThat(world.states.of("source:shop").get("gaps")).isEqualTo("2");
        }
    }

    @Test
    void to_drop_the_slot_is_to_begin_anew() throws Exception {
        try (World world = streaming(Map.of())) {
            world.provider().failPoll(lost);
            world.awaitState(SourceState.GAP);
            CdcStop stop = new CdcStop(world.sources());
            assertThat(stop.execute(new CdcStop.Input(World.SHOP, true)).dropped())
                    .containsExactly("slot of shop");
            world.sources().get(World.SHOP).start();
            world.awaitState(SourceState.STREAMING);
            assertThat(world.provider().beginnings()).containsExactly(Begin.RESUME, Begin.RESUME);
        }
    }

    @Test
    void a_provider_that_reads_no_rows_cannot_resnapshot() {
        try (World world = new World()) {
            assertThatThrownBy(() -> world.configured(Map.of("on_gap", "resnapshot")))
                    .hasMessage(
                            "on_gap: provider scripted reads no rows that are there; choose fail or"
                                    + " continue");
        }
    }
}
