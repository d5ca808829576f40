package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.delivery.Backoff;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.SourceStatus;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;

/** What happens when a source cannot be opened, or is lost. */
@Timeout(60)
class OpeningTest {
    private static final Backoff AT_ONCE = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
    private final Failure down = new Failure(Failure.Kind.UNAVAILABLE, "db:5432 does not answer");
    private final Failure lost =
            new Failure(Failure.Kind.GAP, "the log was removed before it was read");

    private static World openedBefore() throws InterruptedException {
        World world = World.with("A");
        world.awaitState(SourceState.STREAMING);
        world.source().stop();
        return world;
    }

    @Test
    void a_source_that_was_never_open_must_open() {
        try (World world = new World()) {
            world.provider().failOpen(down);
            assertThatThrownBy(world::start).isSameAs(down);
            assertThat(world.status().state()).isEqualTo(SourceState.FAILED);
            assertThat(world.status().error()).isEqualTo("db:5432 does not answer");
            assertThat(world.provider().attempts()).isEqualTo(1);
        }
    }

    @Test
    void after_a_start_that_failed_another_may_succeed() throws Exception {
        try (World world = new World()) {
            world.provider().failOpen(down);
            assertThatThrownBy(world::start).isSameAs(down);
            world.start();
            world.awaitState(SourceState.PAUSED);
            assertThat(world.status().error()).isNull();
        }
    }

    @Test
    void a_source_that_was_open_once_starts_although_it_is_down_and_says_so() throws Exception {
        try (World world = openedBefore().waiting(LONG, AT_ONCE)) {
            world.provider().failOpen(down);
            Instant before = Instant.now();
            world.start();
            SourceStatus status = world.status();
            assertThat(status.state()).isEqualTo(SourceState.RETRYING);
            assertThat(status.error()).isEqualTo("db:5432 does not answer");
            assertThat(status.nextRetryAt()).isAfter(before.plusSeconds(1800));
        }
    }

    @Test
    void it_is_opened_as_soon_as_it_is_back() throws Exception {
        try (World world = openedBefore()) {
            for (int i = 0; i < 20; i++) {
                world.provider().failOpen(down);
            }
            world.start();
            world.awaitState(SourceState.STREAMING);
            assertThat(world.provider().attempts()).isEqualTo(22);
            assertThat(world.status().error()).isNull();
            assertThat(world.status().nextRetryAt()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            names = {"INVALID", "NOT_FOUND", "UNSUPPORTED"})
    void what_will_not_pass_by_itself_is_said_at_once(Failure.Kind kind) throws Exception {
        try (World world = openedBefore()) {
            Failure wrong = new Failure(kind, "tables: there is no public.ordres");
            world.provider().failOpen(wrong);
            assertThatThrownBy(world::start).isSameAs(wrong);
            assertThat(world.status().state()).isEqualTo(SourceState.FAILED);
        }
    }

    @Test
    void what_somebody_else_reads_now_may_be_free_later() throws Exception {
        try (World world = openedBefore()) {
            world.provider().failOpen(new Failure(Failure.Kind.CONFLICT, "the slot is in use"));
            world.start();
            world.awaitState(SourceState.STREAMING);
        }
    }

    @Test
    void a_gap_found_at_the_start_is_a_state_that_steps_can_see() throws Exception {
        try (World world = openedBefore()) {
            world.provider().failOpen(lost);
            world.start();
            assertThat(world.status().state()).isEqualTo(SourceState.GAP);
            assertThat(world.status().error()).startsWith(lost.fact());
        }
    }

    @Test
    void a_gap_ends_the_source_while_it_streams() throws Exception {
        try (World world = World.with("A")) {
            world.provider().failPoll(lost);
            world.awaitState(SourceState.GAP);
            assertThat(world.status().error()).startsWith(lost.fact());
            assertThat(world.status().nextRetryAt()).isNull();
            assertThat(world.provider().attempts()).isEqualTo(1);
        }
    }

    @Test
    void a_source_that_is_lost_says_so_until_it_is_opened_again() throws Exception {
        try (World world = openedBefore().waiting(LONG, AT_ONCE)) {
            world.createTrigger("A", null);
            world.startTrigger("A");
            world.start();
            world.awaitState(SourceState.STREAMING);
            world.provider().failPoll(down);
            world.awaitState(SourceState.RETRYING);
            assertThat(world.status().error()).isEqualTo("db:5432 does not answer");
            assertThat(world.provider().closed()).isEqualTo(2);
        }
    }

    @Test
    void a_provider_with_a_bug_makes_the_start_fail_with_a_sentence() {
        try (World world = new World()) {
            world.provider().failOpen(new NoClassDefFoundError("org/postgresql/Driver"));
            assertThatThrownBy(world::start)
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "provider scripted failed: java.lang.NoClassDefFoundError:"
                                    + " org/postgresql/Driver");
            assertThat(world.status().state()).isEqualTo(SourceState.FAILED);
        }
    }

    @Test
    void a_provider_with_a_bug_ends_the_source_with_a_sentence() throws Exception {
        try (World world = World.with("A")) {
            world.provider().failPoll(new IllegalStateException("what now"));
            world.awaitState(SourceState.FAILED);
            assertThat(world.status().error())
                    .isEqualTo(
                            "provider scripted failed: java.lang.IllegalStateException: what now");
        }
    }

    @Test
    void a_virtual_machine_in_need_does_not_leave_a_source_that_seems_to_start() throws Exception {
        try (World world = World.with("A")) {
            world.provider().failPoll(new OutOfMemoryError("heap"));
            world.awaitState(SourceState.FAILED);
            assertThat(world.status().error()).contains("OutOfMemoryError: heap");
        }
    }
}
