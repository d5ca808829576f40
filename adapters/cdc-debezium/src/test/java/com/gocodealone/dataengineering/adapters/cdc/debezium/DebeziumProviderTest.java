package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.adapters.cdc.tck.MemoryContext;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** What can be said about a source without reaching it. */
final class DebeziumProviderTest {
    private static final String DSN = "postgres://u:hunter2@h/d";

    private static SourceSpec source(
            String type, @Nullable String connection, Map<String, Object> options) {
        return new SourceSpec("s", "debezium", type, connection, List.of(), Settings.of(options));
    }

    private static String problems(SourceSpec source) {
        try {
            new DebeziumProvider().validate(source);
            return "";
        } catch (Failure failure) {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
            return failure.fact();
        }
    }

    @Test
    void the_service_loader_finds_it_by_its_name() {
        assertThat(ServiceLoader.load(CdcProvider.class))
                .singleElement()
                .extracting(CdcProvider::name)
                .isEqualTo("debezium");
    }

    @Test
    void what_a_stream_can_do_depends_on_the_database() {
        DebeziumProvider provider = new DebeziumProvider();
        assertThat(provider.capabilities(source("postgres", DSN, Map.of())))
                .contains(Capability.SNAPSHOT, Capability.RELEASE);
        assertThat(provider.capabilities(source("mariadb", "mariadb://u@h/d", Map.of())))
                .contains(Capability.SCHEMA_HISTORY, Capability.SNAPSHOT)
                .doesNotContain(Capability.RELEASE);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_and_no_secret_with_it() {
        String said =
                problems(
                        source(
                                "postgres",
                                "postgres://hunter2@h:port/d",
                                Map.of(
                                        "slot_name", "My-Slot",
                                        "publication_name", "P",
                                        "connect_timeout", "1ms",
                                        "debezium", Map.of("offset.storage", "x"))));

        assertThat(said)
                .contains("slot_name \"My-Slot\" is not")
                .contains("publication_name \"P\" is not")
                .contains("connect_timeout")
                .contains("debezium: offset.storage is set by this provider")
                .contains("what stands where the port belongs is not a number")
                .doesNotContain("hunter2");
    }

    @Test
    void a_kind_of_database_that_it_does_not_read_is_refused_with_those_it_does() {
        assertThat(problems(source("oracle", DSN, Map.of())))
                .startsWith("source_type \"oracle\" is not one of postgres, mysql and mariadb");
    }

    @Test
    void an_unknown_option_is_named_with_the_nearest_known_one() {
        assertThat(problems(source("postgres", DSN, Map.of("slot", "x"))))
                .contains("slot is not a known key");
        assertThat(problems(source("postgres", DSN, Map.of("snapshot_mod", "never"))))
                .contains("did you mean snapshot_mode?");
        assertThat(problems(source("postgres", DSN, Map.of("snapshot_mode", "always"))))
                .contains("snapshot_mode: \"always\" is not one of initial, initial_only, never");
    }

    @Test
    void a_connection_is_required() {
        assertThat(problems(source("postgresql", null, Map.of())))
                .startsWith("connection is required");
    }

    @Test
    void options_may_hold_what_the_connection_does_not_say() {
        assertThat(problems(source("PostgreSQL", DSN, Map.of("sslmode", "require")))).isEmpty();
        assertThat(problems(source("postgres", DSN, Map.of("sslrootcert", "/no/such"))))
                .isEqualTo("sslrootcert: there is no readable file /no/such");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "offset.flush.interval.ms",
                "connector.class",
                "name",
                "topic.prefix",
                "snapshot.mode",
                "database.password",
                "slot.name",
                "table.include.list",
                "skipped.operations",
                "provide.transaction.metadata",
                "transforms",
                "driver.options",
                "converters",
                "errors.max.retries",
                "tombstones.on.delete"
            })
    void what_the_guarantee_rests_on_cannot_be_set(String property) {
        assertThat(problems(source("postgres", DSN, Map.of("debezium", Map.of(property, "x")))))
                .isEqualTo(
                        "options: debezium: "
                                + property
                                + " is set by this provider, because its delivery guarantee and"
                                + " its values rest on it; leave it out");
    }

    @Test
    void what_only_tunes_debezium_can_be_set() {
        Map<String, Object> tuning = Map.of("poll.interval.ms", 50, "snapshot.fetch.size", "100");
        SourceSpec source = source("postgres", DSN, Map.of("debezium", tuning));

        assertThatCode(() -> new DebeziumProvider().validate(source)).doesNotThrowAnyException();
    }

    @Test
    void a_source_that_is_not_valid_is_not_opened() {
        assertThatThrownBy(
                        () ->
                                new DebeziumProvider()
                                        .open(source("oracle", DSN, Map.of()), new MemoryContext()))
                .isInstanceOf(Failure.class);
    }
}
