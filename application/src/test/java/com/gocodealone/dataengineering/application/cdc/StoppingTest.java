package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.delivery.Backoff;
import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.SourceStatus;
import com.gocodealone.dataengineering.domain.Failure;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A source stops at once, whatever it is busy with; a hanging test here is the failure. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppingTest {
    private static final Backoff AT_ONCE = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
    private final Failure down = new Failure(Failure.Kind.UNAVAILABLE, "gone");

    private static String threads(Path folder) throws IOException {
        Path dump = folder.resolve("threads");
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readString(dump);
    }

    @Test
    void a_source_stops_while_a_workflow_hangs_and_leaves_no_thread(@TempDir Path folder)
            throws Exception {
        try (World world = World.with("left behind")) {
            world.log.append("orders");
            ScriptedEngine.Call hanging = world.engine.awaitCall("left behind");
            assertThat(threads(folder)).contains("cdc-shop").contains("cdc-shop-left behind");
            world.source().stop();
            assertThat(hanging.isForgotten()).isTrue();
            assertThat(threads(folder)).doesNotContain("left behind");
            assertThat(world.provider().closed()).isEqualTo(1);
        }
    }

    @Test
    void a_source_stops_while_a_workflow_waits_to_be_tried_again() throws Exception {
        try (World world = new World().waiting(AT_ONCE, LONG)) {
            world.createTrigger("A", null);
            world.start();
            world.startTrigger("A");
            world.log.append("orders");
            world.engine.awaitCall("A").fail();
            world.awaitState(SourceState.RETRYING);
            world.source().stop();
        }
    }

    @Test
    void a_source_stops_while_it_waits_to_be_opened_again() throws Exception {
        try (World opened = World.with("A")) {
            opened.source().stop();
            World world = opened.waiting(LONG, AT_ONCE);
            world.provider().failOpen(down);
            world.start();
            world.awaitState(SourceState.RETRYING);
            world.source().stop();
        }
    }

    @Test
    void a_source_stops_while_it_is_polled_and_while_it_is_paused() throws Exception {
        try (World world = World.with("A")) {
            world.provider().holdPolls();
            Eventually.isTrue(world.provider()::isPollHeld);
            world.sources().get(World.SHOP).stop();
            world.stopTrigger("A");
            world.start();
            world.awaitState(SourceState.PAUSED);
            world.sources().get(World.SHOP).stop();
            assertThat(world.status()).isEqualTo(SourceStatus.STOPPED);
        }
    }

    @Test
    void a_source_stops_although_its_provider_goes_on_when_interrupted() throws Exception {
        try (World world = World.with("A")) {
            world.provider().holdPollsForEver();
            Eventually.isTrue(world.provider()::isPollHeld);
            Thread stop = Thread.ofVirtual().start(world.sources().get(World.SHOP)::stop);
            Eventually.isTrue(() -> world.provider().swallowed() > 0);
            world.provider().letPollsGo();
            stop.join();
            assertThat(world.status()).isEqualTo(SourceStatus.STOPPED);
        }
    }

    @Test
    void a_source_stops_while_it_is_being_opened_and_its_start_says_so() throws Exception {
        try (World world = new World()) {
            world.provider().hangOpen();
            CompletableFuture<Void> start = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    world.start();
                                    start.complete(null);
                                } catch (Failure | InterruptedException e) {
                                    start.completeExceptionally(e);
                                }
                            });
            Eventually.isTrue(() -> world.provider().attempts() == 1);
            world.awaitState(SourceState.STARTING);
            world.sources().get(World.SHOP).stop();
            assertThatThrownBy(start::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("source shop was stopped before it was open");
        }
    }

    @Test
    void a_source_stops_although_the_last_acknowledgement_fails() throws Exception {
        try (World world = startedToOpenAgainLate()) {
            ScriptedEngine.Call second = doneWithTheFirstEventWhilePolling(world);
            world.provider().failAcknowledge(down);
            world.source().stop();
            assertThat(second.isForgotten()).isTrue();
            assertThat(world.log.acknowledged()).isZero();
            assertThat(world.provider().opened()).isEqualTo(1);
        }
    }

    @Test
    void what_was_done_in_the_last_moment_is_acknowledged() throws Exception {
        try (World world = World.with("A")) {
            doneWithTheFirstEventWhilePolling(world);
            world.source().stop();
            assertThat(world.log.acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void a_source_stops_although_its_provider_swallows_the_interruption() throws Exception {
        try (World world = startedToOpenAgainLate()) {
            world.provider().holdPollsAndSwallowInterruption(down);
            Eventually.isTrue(world.provider()::isPollHeld);
            world.source().stop();
            assertThat(world.provider().opened()).isEqualTo(1);
        }
    }

    private static World startedToOpenAgainLate() throws InterruptedException {
        World world = new World().waiting(LONG, AT_ONCE);
        world.createTrigger("A", null);
        world.start();
        world.startTrigger("A");
        return world;
    }

    private static ScriptedEngine.Call doneWithTheFirstEventWhilePolling(World world) {
        world.log.append("orders");
        world.log.append("orders");
        ScriptedEngine.Call first = world.engine.awaitCall("A", 1);
        Eventually.isTrue(() -> world.log.givenBatches() == 2);
        world.provider().holdPolls();
        Eventually.isTrue(world.provider()::isPollHeld);
        first.succeed();
        return world.engine.awaitCall("A", 2);
    }

    @Test
    void a_source_may_be_stopped_twice_and_started_again() throws Exception {
        try (World world = World.with("A")) {
            world.source().stop();
            world.source().stop();
            world.log.append("orders");
            world.start();
            world.engine.awaitCall("A", 1);
            assertThat(world.provider().opened()).isEqualTo(2);
        }
    }

    @Test
    void a_source_whose_module_was_stopped_cannot_be_started_behind_its_back() throws Exception {
        try (World world = World.with("A")) {
            Source source = world.sources().get(World.SHOP);
            world.source().stop();
            assertThatThrownBy(source::start)
                    .hasMessage("source shop cannot start: cdc.source \"shop\" was stopped");
            assertThat(world.provider().opened()).isEqualTo(1);
        }
    }

    @Test
    void of_two_starts_at_once_only_one_opens_it() throws Exception {
        try (World world = World.with("A")) {
            world.start();
            world.sources().get(World.SHOP).start();
            assertThat(world.provider().opened()).isEqualTo(1);
        }
    }
}
