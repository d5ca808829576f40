package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

final class DsnTest {
    @Test
    void a_postgres_url_is_read() {
        Dsn dsn = Dsn.parse("postgres://ann:secret@db.example:6432/shop");

        assertThat(dsn.hosts()).containsExactly(new Dsn.Host("db.example", 6432));
        assertThat(dsn.user()).isEqualTo("ann");
        assertThat(dsn.password()).isEqualTo("secret");
        assertThat(dsn.database()).isEqualTo("shop");
        assertThat(dsn.url()).isEqualTo("jdbc:postgresql://db.example:6432/shop");
        assertThat(dsn.properties()).isEqualTo(Map.of("user", "ann", "password", "secret"));
    }

    @Test
    void a_jdbc_url_is_read() {
        Dsn dsn =
                Dsn.parse(
                        "jdbc:postgresql://db:5433/shop?user=ann&password=a%26b"
                                + "&ApplicationName=my%20app");

        assertThat(dsn.hosts()).containsExactly(new Dsn.Host("db", 5433));
        assertThat(dsn.user()).isEqualTo("ann");
        assertThat(dsn.password()).isEqualTo("a&b");
        assertThat(dsn.applicationName()).isEqualTo("my app");
        assertThat(dsn.parameters()).isEmpty();
    }

    @Test
    void what_is_left_out_has_the_defaults_of_libpq() {
        Dsn dsn = Dsn.parse("postgresql://ann@");

        assertThat(dsn.hosts()).containsExactly(new Dsn.Host("localhost", 5432));
        assertThat(dsn.database()).isEqualTo("ann");
        assertThat(dsn.password()).isNull();
    }

    @Test
    void several_hosts_and_ipv6_addresses_are_kept() {
        Dsn dsn =
                Dsn.parse("postgres://u@[::1]:5433,b,[fe80::1]/d?target_session_attrs=read-write");

        assertThat(dsn.servers()).isEqualTo("[::1]:5433,b:5432,[fe80::1]:5432");
        assertThat(dsn.parameters()).containsEntry("targetServerType", "primary");
    }

    @ParameterizedTest
    @CsvSource({
        "p%40ss, p@ss",
        "p%3Ass%2Fword, p:ss/word",
        "p%25, p%",
        "a+b, a+b",
        "a%20b, a b",
        "%C3%A9, é",
        "p@ss, p@ss",
        "p:ss, p:ss",
    })
    void percent_signs_are_undone(String written, String meant) {
        Dsn dsn = Dsn.parse("postgres://u:%s@h/d".formatted(written));

        assertThat(dsn.password()).isEqualTo(meant);
        assertThat(dsn.hosts()).containsExactly(new Dsn.Host("h", 5432));
    }

    @Test
    void a_database_with_odd_characters_survives_the_url() {
        Dsn dsn = Dsn.parse("postgres://u@h/my%20d%2Fb%3F");

        assertThat(dsn.database()).isEqualTo("my d/b?");
        assertThat(dsn.url()).isEqualTo("jdbc:postgresql://h:5432/my%20d%2Fb%3F");
    }

    @Test
    void the_parameters_of_libpq_become_the_drivers(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("client.pk8"));
        Dsn dsn =
                Dsn.parse(
                        ("postgres://u@h/d?sslmode=verify-full&sslrootcert=%1$s&sslcert=%1$s"
                                        + "&sslkey=%1$s&sslpassword=pw&connect_timeout=3"
                                        + "&application_name=app&options=-c%%20geqo%%3Doff"
                                        + "&keepalives=1&channel_binding=require")
                                .formatted(file));

        assertThat(dsn.applicationName()).isEqualTo("app");
        assertThat(dsn.parameters())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", file.toString())
                .containsEntry("sslcert", file.toString())
                .containsEntry("sslkey", file.toString())
                .containsEntry("sslpassword", "pw")
                .containsEntry("connectTimeout", "3")
                .containsEntry("options", "-c geqo=off")
                .containsEntry("channelBinding", "require")
                .hasSize(8);
    }

    @Test
    void require_with_a_root_certificate_verifies_it_as_libpq_does(@TempDir Path folder)
            throws IOException {
        Path file = Files.createFile(folder.resolve("root.crt"));
        Dsn dsn = Dsn.parse("postgres://u@h/d?sslmode=require&sslrootcert=" + file);

        assertThat(dsn.parameters()).containsEntry("sslmode", "verify-ca");
    }

    @Test
    void the_systems_root_certificates_can_be_asked_for() {
        Dsn dsn = Dsn.parse("postgres://u@h/d?sslrootcert=system");

        assertThat(dsn.parameters())
                .containsEntry("sslmode", "verify-full")
                .doesNotContainKey("sslrootcert");
    }

    @Test
    void options_fill_what_the_text_leaves_open() {
        Dsn dsn = Dsn.parse("postgres://u@h/d?sslmode=disable");

        assertThat(dsn.withDefaults(Map.of("sslmode", "require", "sslkey", "k")).parameters())
                .isEqualTo(Map.of("sslmode", "disable", "sslkey", "k"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:hunter2@h/d",
                "hunter2",
                "postgres://u:hunter2@h:hunter2/d",
                "postgres://u:hunter2#x@h/d",
                "postgres://u:hunter2/x@h/d",
                "postgres://u:hunter2%zz@h/d",
                "postgres://u:hunter2@h/d?hunter2",
                "postgres://u:hunter2@h/d?password2=hunter2",
                "postgres://u:hunter2@h/d?hunter2%20=1",
                "postgres://u:x@h:hunter2:1/d",
                "postgres://:hunter2@h/d",
                "jdbc:postgresql://h/d?password=hunter2",
                "postgres://u:hunter2@%2Ftmp/d",
            })
    void a_malformed_text_gives_a_sentence_without_the_secret(String text) {
        assertThatThrownBy(() -> Dsn.parse(text))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
                            assertThat(failure.fact())
                                    .startsWith("connection")
                                    .doesNotContain("hunter2");
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sslmod=require|connection: sslmod is not a known parameter (did you mean"
                        + " sslmode?)",
                "sslmode=full|sslmode \"full\" is not one of disable, allow, prefer, require,"
                        + " verify-ca, verify-full",
                "connect_timeout=soon|connection: connect_timeout \"soon\" is not seconds",
                "sslkey=/no/such|sslkey: there is no readable file /no/such",
            })
    void what_is_wrong_is_said(String parameter, String sentence) {
        assertThatThrownBy(() -> Dsn.parse("postgres://u@h/d?" + parameter)).hasMessage(sentence);
    }

    @Test
    void nothing_prints_the_password() {
        Dsn dsn = Dsn.parse("postgres://u:hunter2@h/d");

        assertThat(dsn).hasToString("h:5432/d");
        assertThat(dsn.redact("login as u with hunter2 failed"))
                .isEqualTo("login as u with *** failed");
    }
}
