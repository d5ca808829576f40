import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the plugin on Kafka Connect is compared with: Kafka's consumer alone, which counts the
 * records of one topic. Arguments: servers, topic, records. Prints records per second, and the CPU
 * time of the process for each, in microseconds.
 */
public final class BareConsumer {
    private BareConsumer() {}

    public static void main(String[] arguments) {
        long expected = Long.parseLong(arguments[2]);
        long count = 0;
        long first = 0;
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers",
                        arguments[0],
                        "group.id",
                        "bare-" + ProcessHandle.current().pid(),
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        2000,
                        "enable.metrics.push",
                        false,
                        "metric.reporters",
                        List.of());
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            while (count < expected) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                first = first == 0 && !records.isEmpty() ? System.nanoTime() : first;
                count += records.count();
            }
            long perSecond = Math.round(count * 1e9 / (System.nanoTime() - first));
            System.out.println(perSecond + " " + cpuNanos() / 1e3 / count);
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
