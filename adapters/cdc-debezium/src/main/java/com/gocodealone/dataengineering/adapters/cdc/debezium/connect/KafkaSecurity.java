package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

import java.util.HashMap;
import java.util.Map;

/** How this engine's clients reach a Kafka that is encrypted, or asks who they are. */
final class KafkaSecurity {
    private KafkaSecurity() {}

    /** Whether a property of Kafka's clients follows from the options. */
    static boolean isSetByOptions(String property) {
        return property.equals(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                || property.startsWith("sasl.")
                || property.startsWith("ssl.truststore.");
    }

    /**
     * The properties of Kafka's clients; none when the options ask for no security.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when the file of authorities
     *     holds none
     */
    static Map<String, String> of(ConnectOptions options) {
        Map<String, String> properties = new HashMap<>();
        String user = options.kafkaUsername();
        String password = options.kafkaPassword();
        if (options.kafkaTls() || user != null) {
            properties.put(
                    CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                    (user == null ? "" : "SASL_") + (options.kafkaTls() ? "SSL" : "PLAINTEXT"));
        }
        if (options.kafkaCa() != null) {
            Trust.certificates("kafka_ca", options.kafkaCa());
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, options.kafkaCa());
        }
        if (user != null && password != null) {
            properties.put(SaslConfigs.SASL_MECHANISM, options.kafkaSasl().mechanism());
            properties.put(
                    SaslConfigs.SASL_JAAS_CONFIG, login(options.kafkaSasl(), user, password));
        }
        return properties;
    }

    private static String login(ConnectOptions.Sasl sasl, String user, String password) {
        Class<?> module =
                sasl == ConnectOptions.Sasl.PLAIN ? PlainLoginModule.class : ScramLoginModule.class;
        return "%s required username=%s password=%s;"
                .formatted(module.getName(), quoted(user), quoted(password));
    }

    /** As JAAS reads it. */
    private static String quoted(String text) {
        String escaped =
                text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
        return '"' + escaped + '"';
    }
}
