package io.debezium.connector.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.pipeline.Sizeable;
import io.debezium.util.LoggingContext;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

class ChangeEventQueueTest {
    private record Entry(int value) implements Sizeable {
        @Override
        public long objectSize() {
            return 10;
        }
    }

    private interface Task {
        void run() throws InterruptedException;
    }

    private static ChangeEventQueue.Builder<Entry> queue() {
        return new ChangeEventQueue.Builder<Entry>()
                .pollInterval(Duration.ofMillis(1))
                .maxBatchSize(3)
                .maxQueueSize(5)
                .loggingContextSupplier(() -> LoggingContext.forConnector("a", "b", "c"));
    }

    private static CompletableFuture<Void> start(Task task) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        task.run();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static void put(ChangeEventQueue<Entry> queue, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            queue.enqueue(new Entry(i));
        }
    }

    private static List<Integer> values(List<Entry> batch) {
        return batch.stream().map(Entry::value).toList();
    }

    @Test
    void records_come_in_order_and_at_most_a_batch_at_once() throws InterruptedException {
        var queue = queue().build();
        put(queue, 4);
        assertThat(values(queue.poll())).containsExactly(0, 1, 2);
        assertThat(values(queue.poll())).containsExactly(3);
    }

    @Test
    void a_poll_without_records_ends_empty() throws InterruptedException {
        assertThat(queue().build().poll()).isEmpty();
    }

    @Test
    void a_full_queue_waits_for_a_poll() throws Exception {
        var queue = queue().build();
        var producer = start(() -> put(queue, 50));
        List<Integer> seen = new ArrayList<>();
        while (seen.size() < 50) {
            assertThat(queue.remainingCapacity()).isNotNegative();
            seen.addAll(values(queue.poll()));
        }
        producer.get(10, TimeUnit.SECONDS);
        assertThat(seen).isEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void a_queue_full_of_bytes_waits_for_a_poll() throws Exception {
        var queue = queue().maxQueueSizeInBytes(20).build();
        put(queue, 2);
        var third = start(() -> queue.enqueue(new Entry(2)));
        assertThat(third).isNotDone();
        assertThat(queue.currentQueueSizeInBytes()).isEqualTo(20);
        assertThat(values(queue.poll())).containsExactly(0, 1);
        third.get(10, TimeUnit.SECONDS);
        assertThat(queue.currentQueueSizeInBytes()).isEqualTo(10);
    }

    @Test
    void what_the_producer_ended_with_ends_the_poll() {
        var queue = queue().build();
        queue.producerException(new IllegalStateException("the slot is gone"));
        assertThatThrownBy(queue::poll).hasMessage("the slot is gone");
    }

    @Test
    void with_buffering_the_last_record_stays_until_it_is_flushed() throws Exception {
        var queue = queue().buffering().build();
        put(queue, 2);
        assertThat(values(queue.poll())).containsExactly(0);
        queue.flushBuffer(last -> new Entry(last.value() + 100));
        queue.disableBuffering();
        queue.enqueue(new Entry(7));
        assertThat(values(queue.poll())).containsExactly(101, 7);
    }
}
