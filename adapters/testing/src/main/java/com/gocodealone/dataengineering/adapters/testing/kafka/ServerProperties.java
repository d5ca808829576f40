package com.gocodealone.dataengineering.adapters.testing.kafka;

import com.gocodealone.dataengineering.adapters.testing.Certificate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a broker and a worker read. The two talk to each other without security.
 *
 * @param certificate of both; null when they have no security at all
 * @param exactlyOnce whether the worker writes every change to its topic once, even when it dies
 */
record ServerProperties(
        Path folder, Ports ports, @Nullable Certificate certificate, boolean exactlyOnce) {
    /** Beside the worker's properties: how it asks who somebody is. */
    static final String LOGIN = "login.conf";

    private static final String SASL = "org.apache.kafka.common.security.";
    private static final String OUTSIDE = "listener.name.outside.";

    /** Where the servers listen; {@code outside} is what clients are told. */
    record Ports(
            int inside, int listening, int outside, int controller, int rest, int restOverTls) {}

    Map<String, String> broker() {
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.bootstrap.servers", at(ports.controller()));
        properties.put(
                "listeners",
                "INSIDE://%s,OUTSIDE://%s,CONTROLLER://%s"
                        .formatted(
                                at(ports.inside()), at(ports.listening()), at(ports.controller())));
        properties.put(
                "advertised.listeners",
                "INSIDE://%s,OUTSIDE://%s".formatted(at(ports.inside()), at(ports.outside())));
        properties.put("inter.broker.listener.name", "INSIDE");
        properties.put(
                "listener.security.protocol.map",
                "INSIDE:PLAINTEXT,OUTSIDE:%s,CONTROLLER:PLAINTEXT"
                        .formatted(certificate == null ? "PLAINTEXT" : "SASL_SSL"));
        properties.put("log.dirs", folder.resolve("broker/data").toString());
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", "8388608");
        if (certificate != null) {
            secureBroker(properties, certificate);
        }
        return properties;
    }

    private static void secureBroker(Map<String, String> properties, Certificate certificate) {
        putStore(properties, OUTSIDE, certificate);
        properties.put(OUTSIDE + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
        properties.put(
                OUTSIDE + "plain.sasl.jaas.config",
                SASL
                        + "plain.PlainLoginModule required user_%s=\"%s\";"
                                .formatted(
                                        KafkaConnect.USER,
                                        KafkaConnect.PASSWORD
                                                .replace("\\", "\\\\")
                                                .replace("\"", "\\\"")));
        for (String scram : new String[] {"scram-sha-256", "scram-sha-512"}) {
            properties.put(
                    OUTSIDE + scram + ".sasl.jaas.config",
                    SASL + "scram.ScramLoginModule required;");
        }
    }

    private static void putStore(
            Map<String, String> properties, String prefix, Certificate certificate) {
        properties.put(prefix + "ssl.keystore.type", "PKCS12");
        properties.put(prefix + "ssl.keystore.location", certificate.store().toString());
        properties.put(prefix + "ssl.keystore.password", Certificate.PASSWORD);
    }

    Map<String, String> worker() throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put("bootstrap.servers", at(ports.inside()));
        properties.put("group.id", "connect");
        properties.put("listeners", "http://" + at(ports.rest()));
        properties.put("config.storage.topic", "connect-configs");
        properties.put("offset.storage.topic", "connect-offsets");
        properties.put("status.storage.topic", "connect-status");
        properties.put("config.storage.replication.factor", "1");
        properties.put("offset.storage.replication.factor", "1");
        properties.put("status.storage.replication.factor", "1");
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.put("offset.flush.interval.ms", "1000");
        properties.put("scheduled.rebalance.max.delay.ms", "0");
        properties.put("plugin.discovery", "service_load");
        properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("exactly.once.source.support", exactlyOnce ? "enabled" : "disabled");
        if (certificate != null) {
            secureWorker(properties, certificate);
        }
        return properties;
    }

    private void secureWorker(Map<String, String> properties, Certificate certificate)
            throws IOException {
        putStore(properties, "listeners.https.", certificate);
        properties.put(
                "listeners",
                "http://%s,https://%s".formatted(at(ports.rest()), at(ports.restOverTls())));
        properties.put("rest.advertised.listener", "http");
        String module = "org.apache.kafka.connect.rest.basic.auth.extension.";
        properties.put("rest.extension.classes", module + "BasicAuthSecurityRestExtension");
        Path worker = Files.createDirectories(folder.resolve("worker"));
        Path users = worker.resolve("users.properties");
        Files.writeString(
                users, JavaProcess.line(Map.entry(KafkaConnect.USER, KafkaConnect.PASSWORD)));
        Files.writeString(
                worker.resolve(LOGIN),
                "KafkaConnect { %sPropertyFileLoginModule required file=\"%s\"; };"
                        .formatted(module, users));
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }
}
