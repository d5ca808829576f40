package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** This engine's clients of Kafka. */
final class KafkaClients {
    /** What no user sets: the guarantee rests on these. */
    static final Set<String> OURS =
            Set.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    ConsumerConfig.GROUP_ID_CONFIG,
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    private static final int MOST_RECORDS = 2000;
    private static final long MOST_BYTES = 4 << 20;

    private KafkaClients() {}

    /**
     * @throws Failure INVALID when a property is wrong, UNAVAILABLE when no server has an address
     */
    static Admin admin(Setup setup) {
        Map<String, Object> properties = common(setup);
        int millis = Math.toIntExact(setup.options().connectTimeout().toMillis());
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        return made(setup, properties, Admin::create);
    }

    /**
     * @param reader the engine's own word, by which the group knows it again
     * @param maxBytes that it may hold
     */
    static Consumer<byte[], byte[]> consumer(Setup setup, String reader, long maxBytes) {
        Map<String, Object> properties = common(setup);
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        properties.putIfAbsent(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, (int) Math.min(MOST_BYTES, maxBytes));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, setup.group());
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, reader);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return made(
                setup,
                properties,
                all ->
                        new KafkaConsumer<>(
                                all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    private static Map<String, Object> common(Setup setup) {
        Map<String, Object> properties = new HashMap<>();
        setup.options().kafka().forEach(properties::put);
        properties.putAll(KafkaSecurity.of(setup.options()));
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, setup.options().bootstrapServers());
        properties.putIfAbsent(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        // A release has no classes for what a client tells the cluster about itself.
        properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return properties;
    }

    /** Java looks for Kafka's login where the thread looks for classes. */
    private static <T> T made(
            Setup setup, Map<String, Object> properties, Function<Map<String, Object>, T> make) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(KafkaClients.class.getClassLoader());
            return make.apply(properties);
        } catch (KafkaException e) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    setup.redact("Kafka's client cannot be made: " + Refusals.rootMessage(e)));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
