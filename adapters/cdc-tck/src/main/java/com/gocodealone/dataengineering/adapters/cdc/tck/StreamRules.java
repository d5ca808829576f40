package com.gocodealone.dataengineering.adapters.cdc.tck;

import static com.gocodealone.dataengineering.adapters.cdc.tck.Subject.ids;
import static com.gocodealone.dataengineering.adapters.cdc.tck.Subject.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

/** A stream from its first poll to its end. */
interface StreamRules {
    Bench bench();

    @Test
    default void rule_211_a_stream_whose_source_is_gone_fails_and_the_next_one_goes_on()
            throws Exception {
        Subject subject = bench().open("tck_211");
        subject.insert(1, 1);
        subject.reader().take(1);
        subject.insert(2, 2);
        subject.reader().next(1);
        bench().fixture().cut();

        Failure end = subject.reader().breakdown();

        assertThat(end.kind()).as(end.fact()).isEqualTo(Failure.Kind.UNAVAILABLE);
        bench().fixture().heal();
        subject.insert(3, 3);
        subject.reader().reopen();
        assertThat(ids(subject.reader().next(2))).containsExactly(2L, 3L);
    }

    @Test
    default void rule_212_an_interrupt_ends_a_poll() throws Exception {
        ChangeStream stream = bench().open("tck_212").reader().stream();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread poller = Thread.ofPlatform().start(() -> poll(stream, end));
        bench().patience().until(() -> waits(poller));

        poller.interrupt();

        assertThat(bench().patience().untilEnd(poller)).as("the poll ends").isTrue();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case RUNNABLE -> waitsForTheNetwork(thread);
            case NEW, BLOCKED, TERMINATED -> false;
        };
    }

    /** To Java, such a thread runs. */
    private static boolean waitsForTheNetwork(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return frames.length > 0
                && frames[0].isNativeMethod()
                && frames[0].getClassName().startsWith("sun.nio.ch.");
    }

    /** Longer than anybody waits for its end. */
    private void poll(ChangeStream stream, AtomicReference<Throwable> end) {
        try {
            stream.poll(bench().patience().limit().multipliedBy(3));
        } catch (InterruptedException | RuntimeException e) {
            end.set(e);
        }
    }

    @Test
    default void rule_213_the_status_never_waits_for_a_poll() throws Exception {
        Subject subject = bench().open("tck_213");
        ChangeStream stream = subject.reader().stream();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread poller = Thread.ofPlatform().start(() -> poll(stream, end));
        bench().patience().until(() -> waits(poller));

        Thread asker = Thread.ofPlatform().start(stream::status);

        assertThat(bench().patience().untilEnd(asker)).as("the status is told").isTrue();
        assertThat(poller.isAlive()).as("while a poll waits").isTrue();
        subject.insert(1, 1);
        assertThat(bench().patience().untilEnd(poller)).as("the poll ends").isTrue();
    }

    @Test
    default void rule_214_a_stream_can_be_closed_twice_and_without_its_source() throws Exception {
        Subject subject = bench().open("tck_214");
        ChangeStream stream = subject.reader().stream();
        bench().fixture().cut();

        assertThatCode(stream::close).doesNotThrowAnyException();
        assertThatCode(stream::close).doesNotThrowAnyException();
    }

    @Test
    default void rule_215_a_closed_stream_leaves_no_thread_process_or_connection()
            throws Exception {
        Subject subject = bench().open("tck_215");
        subject.reader().close(); // what all streams share is there from now on
        Traces before = Traces.now(bench().fixture());
        subject.reader().reopen();
        subject.commit(rows(2000, "x".repeat(5000)));
        subject.reader().next(1); // by now the stream holds all that it may

        Thread.currentThread().interrupt();
        subject.reader().close();

        assertThat(Thread.interrupted()).as("whoever closes is still interrupted").isTrue();
        bench().patience().until(() -> traces().since(before).isEmpty());
        assertThat(traces().since(before)).isEmpty();
    }

    private Traces traces() throws Exception {
        return Traces.now(bench().fixture());
    }

    private static RowChange[] rows(int count, String note) {
        return range(1, count).stream()
                .map(id -> new RowChange.Insert(id, note))
                .toArray(RowChange[]::new);
    }

    @Test
    default void rule_216_a_closed_stream_acknowledges_nothing() throws Exception {
        Subject subject = bench().open("tck_216");
        ChangeStream stream = subject.reader().stream();
        subject.insert(1, 1);
        Position position = subject.reader().next(1).getLast().position();
        subject.reader().close();

        assertThatThrownBy(() -> stream.acknowledge(position)).isInstanceOf(Failure.class);

        subject.reader().reopen();
        assertThat(ids(subject.reader().next(1))).containsExactly(1L);
    }

    @Test
    default void rule_217_two_streams_of_one_provider_do_not_meet() throws Exception {
        Subject left = bench().open("tck_217_left");
        Subject right = bench().open("tck_217_right");
        right.insert(11, 12);
        left.insert(1, 1);

        assertThat(ids(left.reader().take(1))).containsExactly(1L);
        left.reader().close();
        assertThat(ids(right.reader().next(2))).isEqualTo(range(11, 12));
        right.reader().reopen();
        right.insert(13, 13);
        assertThat(ids(right.reader().next(3))).isEqualTo(range(11, 13));
        left.reader().reopen();
        left.isAtItsEnd();
    }
}
