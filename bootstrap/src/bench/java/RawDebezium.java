import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;

import org.apache.kafka.connect.source.SourceRecord;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * What the plugin is compared with: Debezium's engine alone, which counts the records of one slot.
 * Arguments: port, slot, publication, table, records. Prints records per second, and the CPU time
 * of the process for each, in microseconds.
 */
public final class RawDebezium {
    private static final CountDownLatch DONE = new CountDownLatch(1);

    private RawDebezium() {}

    public static void main(String[] arguments) throws Exception {
        Counter counter = new Counter(Long.parseLong(arguments[4]));
        DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(properties(arguments))
                        .notifying(counter)
                        .build();
        Thread.ofPlatform().daemon().start(engine);
        DONE.await();
        System.out.println(counter.perSecond() + " " + counter.cpuMicros());
        Runtime.getRuntime().halt(0);
    }

    private static Properties properties(String[] arguments) {
        Properties properties = new Properties();
        properties.putAll(
                java.util.Map.of(
                        "name", "raw",
                        "topic.prefix", "raw",
                        "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                        "offset.storage",
                                "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
                        "database.hostname", "127.0.0.1",
                        "database.port", arguments[0],
                        "database.user", "postgres",
                        "database.password", "postgres",
                        "database.dbname", "postgres"));
        properties.putAll(
                java.util.Map.of(
                        "plugin.name",
                        "pgoutput",
                        "slot.name",
                        arguments[1],
                        "publication.name",
                        arguments[2],
                        "publication.autocreate.mode",
                        "disabled",
                        "table.include.list",
                        arguments[3],
                        "snapshot.mode",
                        "no_data"));
        return properties;
    }

    private static final class Counter
            implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
        private final long expected;
        private long count;
        private long first;
        private long last;
        private final long cpuBefore = cpuNanos();

        Counter(long expected) {
            this.expected = expected;
        }

        @Override
        public void handleBatch(
                List<RecordChangeEvent<SourceRecord>> records,
                DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
                throws InterruptedException {
            first = first == 0 ? System.nanoTime() : first;
            for (RecordChangeEvent<SourceRecord> record : records) {
                committer.markProcessed(record);
            }
            committer.markBatchFinished();
            last = System.nanoTime();
            count += records.size();
            if (count >= expected) {
                DONE.countDown();
            }
        }

        double cpuMicros() {
            return (cpuNanos() - cpuBefore) / 1e3 / count;
        }

        private static long cpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean)
                            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }

        long perSecond() {
            return Math.round(count * 1e9 / (last - first));
        }
    }
}
