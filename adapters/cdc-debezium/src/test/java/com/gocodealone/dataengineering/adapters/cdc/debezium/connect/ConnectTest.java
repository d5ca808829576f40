package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** A source on a cluster that speaks TLS only and asks everybody for a password. */
final class ConnectTest {
    @TempDir private static Path folder;

    private static Servers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.start(folder);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram_sha_256", "scram_sha_512"})
    void a_user_of_kafka_shows_the_password_over_tls(String how) throws Exception {
        try (TestSource source = servers.source("over_" + how).with("kafka_sasl", how)) {
            source.open();
            servers.execute("INSERT INTO over_%s VALUES (1)".formatted(how));
            assertThat(source.take(1)).hasSize(1);
            Servers.giveUp(source);
        }
    }

    @Test
    void a_wrong_password_of_kafka_is_said_and_not_shown() throws Exception {
        TestSource source = servers.source("wrong_in_kafka").with("kafka_password", "s3cret");
        isInvalidWithout(source, "s3cret", "options.kafka_username and options.kafka_password");
    }

    @Test
    void a_wrong_password_of_kafka_connect_is_said_and_not_shown() throws Exception {
        TestSource source = servers.source("wrong_in_connect").with("password", "s3cret");
        isInvalidWithout(source, "s3cret", "options.username and options.password");
    }

    @Test
    void a_certificate_of_another_authority_is_refused() throws Exception {
        String other = Certificate.create(folder, "other").pem().toString();
        servers.source("strange_kafka").with("kafka_ca", other).isInvalid("options.kafka_ca");
        servers.source("strange_connect").with("rest_ca", other).isInvalid("options.rest_ca");
    }

    @Test
    void a_file_that_holds_no_certificates_is_refused_by_its_option() throws Exception {
        String none = Files.writeString(folder.resolve("none.pem"), "nothing").toString();
        servers.source("none_of_kafka").with("kafka_ca", none).isInvalid("options.kafka_ca");
        servers.source("none_of_connect").with("rest_ca", none).isInvalid("options.rest_ca");
        servers.source("no_file").with("rest_ca", none + "x").isInvalid("options.rest_ca");
    }

    private static void isInvalidWithout(TestSource source, String secret, String sentence)
            throws InterruptedException {
        Failure failure = source.refusal();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(failure.fact()).contains(sentence).doesNotContain(secret, KafkaConnect.PASSWORD);
    }
}
