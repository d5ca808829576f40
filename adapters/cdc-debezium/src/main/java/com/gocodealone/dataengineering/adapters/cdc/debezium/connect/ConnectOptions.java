package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotMode;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The options of a source that Debezium reads on a Kafka Connect cluster. */
record ConnectOptions(
        @Doc("Kafka's servers as this engine reaches them, such as kafka1:9092,kafka2:9092")
                String bootstrapServers,
        @Doc("The database as Kafka Connect's workers reach it, postgres://user:secret@host/shop")
                @Sensitive
                String database,
        @Doc("The connector; by default workflow-<source_id>, made when it is missing")
                @Nullable String connector,
        @Doc("The topic that every change goes to; by default named as the connector")
                @Nullable String topic,
        @Doc(
                        "Into how many partitions the topic is made: with one, changes come in the"
                            + " order of their commits; with more, those of one key do, and as many"
                            + " engines read")
                @Default("1")
                int topicPartitions,
        @Doc("The consumer group that engines share; by default named as the connector")
                @Nullable String group,
        @Doc("The replication slot; by default made of the connector's name")
                @Nullable String slotName,
        @Doc("The publication; by default made of the connector's name")
                @Nullable String publicationName,
        @Doc(
                        "What is read before the changes when the connector is made: the rows that"
                                + " are there (initial) or nothing (never)")
                @Default("initial")
                SnapshotMode snapshotMode,
        @Doc(
                        "What is told of a row before its change: its key, or the row; only where"
                                + " every table has REPLICA IDENTITY FULL does row tell the truth")
                @Default("key")
                Before before,
        @Doc("How long to wait for an answer of Kafka Connect or Kafka") @Default("10s")
                Duration connectTimeout,
        @Doc("How often the connector, its tasks and Kafka are looked at") @Default("5s")
                Duration statusInterval,
        @Doc("Whether Kafka is reached over TLS") @Default("false") boolean kafkaTls,
        @Doc("A PEM file of the authorities of Kafka's certificate; by default those of Java")
                @Nullable String kafkaCa,
        @Doc("How the user of Kafka shows the password") @Default("scram_sha_512") Sasl kafkaSasl,
        @Doc("The user of Kafka") @Nullable String kafkaUsername,
        @Doc("That user's password") @Sensitive @Nullable String kafkaPassword,
        @Doc("Properties of this engine's Kafka clients, such as max.poll.interval.ms") @Sensitive
                Map<String, String> kafka,
        @Doc("The user for Kafka Connect's REST API") @Nullable String username,
        @Doc("The user's password") @Sensitive @Nullable String password,
        @Doc(
                        "A PEM file of the authorities of Kafka Connect's certificate; by default"
                                + " those of Java")
                @Nullable String restCa,
        @Doc("Properties added to the connector's configuration") Map<String, String> debezium) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** What is told of a row before its change. */
    enum Before {
        KEY,
        ROW
    }

    /** How a user of Kafka shows the password. */
    enum Sasl {
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512;

        /** As Kafka writes it. */
        String mechanism() {
            return name().replace('_', '-');
        }
    }

    ConnectOptions {
        Problems problems = new Problems();
        checkName("connector", connector, NAME, problems);
        checkName("topic", topic, NAME, problems);
        checkName("group", group, NAME, problems);
        checkName("slot_name", slotName, SLOT, problems);
        checkName("publication_name", publicationName, SLOT, problems);
        if (bootstrapServers.isBlank()) {
            problems.add("bootstrap_servers is empty: write Kafka's servers as host:port");
        }
        if (topicPartitions < 1) {
            problems.add("topic_partitions %d is less than 1".formatted(topicPartitions));
        }
        if (snapshotMode != SnapshotMode.INITIAL && snapshotMode != SnapshotMode.NEVER) {
            problems.add("snapshot_mode on Kafka Connect is initial or never");
        }
        if (connectTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("connect_timeout \"%s\" is shorter than 1s".formatted(connectTimeout));
        }
        if (statusInterval.compareTo(SHORTEST) < 0) {
            problems.add("status_interval \"%s\" is shorter than 100ms".formatted(statusInterval));
        }
        if ((username == null) != (password == null)) {
            problems.add("username and password are needed together");
        }
        if ((kafkaUsername == null) != (kafkaPassword == null)) {
            problems.add("kafka_username and kafka_password are needed together");
        }
        if (kafkaCa != null && !kafkaTls) {
            problems.add("kafka_ca is for TLS only: add kafka_tls: true");
        }
        boolean secured = kafkaTls || kafkaUsername != null;
        for (String key : new TreeSet<>(kafka.keySet())) {
            if (KafkaClients.OURS.contains(key)) {
                problems.add("kafka: %s is set by this provider; leave it out".formatted(key));
            } else if (secured && KafkaSecurity.isSetByOptions(key)) {
                problems.add(
                        ("kafka: %s is made of kafka_tls, kafka_ca, kafka_sasl and"
                                        + " kafka_username; leave it out, or these")
                                .formatted(key));
            }
        }
        ConnectorConfig.check(debezium, problems);
        problems.throwIfAny();
    }

    private static void checkName(
            String key, @Nullable String name, Pattern pattern, Problems problems) {
        if (name != null && !pattern.matcher(name).matches()) {
            String allowed =
                    pattern.equals(SLOT)
                            ? "1 to 63 of a-z, 0-9 and _"
                            : "1 to 200 of letters, digits, ., _ and -";
            problems.add("%s \"%s\" is not %s".formatted(key, name, allowed));
        }
    }
}
