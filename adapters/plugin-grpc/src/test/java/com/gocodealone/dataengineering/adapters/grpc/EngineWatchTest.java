package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

final class EngineWatchTest {
    private final AtomicBoolean parentGone = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final EngineWatch watch = new EngineWatch(parentGone::get, nanos::get);

    @Test
    void an_engine_that_is_connected_is_there_however_long_it_takes() {
        connect();
        pass(Duration.ofHours(1));
        assertThat(watch.isEngineGone()).isFalse();
    }

    @Test
    void an_engine_whose_process_and_connections_are_gone_is_gone_at_once() {
        connect();
        disconnect();
        assertThat(watch.isEngineGone()).isFalse();
        parentGone.set(true);
        assertThat(watch.isEngineGone()).isTrue();
    }

    @Test
    void an_engine_whose_process_is_gone_is_gone_at_the_second_look_though_a_connection_is_left() {
        connect();
        parentGone.set(true);
        assertThat(watch.isEngineGone()).isFalse();
        assertThat(watch.isEngineGone()).isTrue();
    }

    @Test
    void an_engine_that_never_connects_is_gone_after_a_minute() {
        pass(EngineWatch.LONGEST_ALONE);
        assertThat(watch.isEngineGone()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(watch.isEngineGone()).isTrue();
    }

    @Test
    void an_engine_that_closed_its_last_connection_is_gone_a_minute_later() {
        connect();
        connect();
        disconnect();
        pass(Duration.ofHours(1));
        assertThat(watch.isEngineGone()).isFalse();
        disconnect();
        pass(EngineWatch.LONGEST_ALONE.plusNanos(1));
        assertThat(watch.isEngineGone()).isTrue();
    }

    @Test
    void the_process_that_started_this_one_is_there() {
        EngineWatch real = EngineWatch.overParent();
        assertThat(real.isEngineGone()).isFalse();
        assertThat(real.isEngineGone()).isFalse();
    }

    private void connect() {
        assertThat(watch.transportReady(Attributes.EMPTY)).isSameAs(Attributes.EMPTY);
    }

    private void disconnect() {
        watch.transportTerminated(Attributes.EMPTY);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
