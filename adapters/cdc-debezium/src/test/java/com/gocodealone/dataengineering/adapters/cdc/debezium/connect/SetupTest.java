package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class SetupTest {
    private static SourceSpec source(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("bootstrap_servers", "kafka:9092");
        options.put("database", "postgres://ann:secret@db/shop");
        return new SourceSpec(
                "shop",
                "debezium",
                "postgres",
                "http://connect:8083",
                List.of("public.orders"),
                Settings.of(options));
    }

    private static void isRefused(Map<String, Object> options, String sentence) {
        assertThatThrownBy(() -> Setup.of(source(options)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void options_of_security_that_do_not_fit_are_refused() {
        isRefused(Map.of("kafka_ca", "ca.pem"), "kafka_ca is for TLS only: add kafka_tls: true");
        isRefused(Map.of("kafka_username", "ann"), "kafka_username and kafka_password");
        isRefused(Map.of("kafka_sasl", "gssapi"), "kafka_sasl");
        isRefused(
                Map.of("kafka_tls", true, "kafka", Map.of("security.protocol", "SASL_SSL")),
                "kafka: security.protocol is made of kafka_tls");
    }

    @Test
    void a_user_without_tls_is_asked_for_the_password_all_the_same() {
        Map<String, Object> options = Map.of("kafka_username", "a\"n", "kafka_password", "p\\w");
        assertThat(KafkaSecurity.of(Setup.of(source(options)).options()))
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"a\\\"n\" password=\"p\\\\w\";");
    }

    @Test
    void a_password_of_kafka_is_hidden_in_what_others_say() {
        Map<String, Object> options = Map.of("kafka_username", "ann", "kafka_password", "pw9");
        assertThat(Setup.of(source(options)).redact("said pw9")).isEqualTo("said ***");
    }

    @Test
    void whole_numbers_are_handed_on_without_the_fraction_that_they_have_on_the_wire() {
        ConnectOptions options =
                Setup.of(
                                source(
                                        Map.of(
                                                "debezium", Map.of("max.batch.size", 2048.0),
                                                "kafka", Map.of("max.poll.records", 50.0))))
                        .options();
        assertThat(options.debezium()).containsEntry("max.batch.size", "2048");
        assertThat(options.kafka()).containsEntry("max.poll.records", "50");
    }
}
