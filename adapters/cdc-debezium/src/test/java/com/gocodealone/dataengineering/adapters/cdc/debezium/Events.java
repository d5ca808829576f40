package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.awaitility.core.ThrowingRunnable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** What tests ask of events whose tables have the key id. */
public final class Events {
    private Events() {}

    public static long id(ChangeEvent event) {
        return (Long) Objects.requireNonNull(Objects.requireNonNull(event.key()).value("id"));
    }

    /** The row after a change that has one. */
    public static Row row(ChangeEvent event) {
        return Objects.requireNonNull(event.after());
    }

    public static List<Long> ids(List<ChangeEvent> events) {
        return events.stream().map(Events::id).toList();
    }

    /** Both ends included. */
    public static List<Long> range(long from, long to) {
        return new ArrayList<>(LongStream.rangeClosed(from, to).boxed().toList());
    }

    /** Waits until {@code assertion} holds. */
    public static void eventually(ThrowingRunnable assertion) {
        await().atMost(TestSource.PATIENCE).untilAsserted(assertion);
    }
}
