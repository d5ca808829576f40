package com.gocodealone.dataengineering.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class KeyTest {
    enum Mode {
        FAST,
        ROW_LEVEL
    }

    record Inner(@Doc("How many") int count) {}

    record All(
            @Doc("A name") String sourceId,
            @Alias("n") @Default("5") int retries,
            @Nullable Long bytes,
            double ratio,
            @Default("true") boolean on,
            @Default("30s") Duration maxWait,
            @Default("fast") Mode mode,
            List<Mode> modes,
            List<String> tables,
            Map<String, Double> metrics,
            Settings options,
            Inner inner,
            @Sensitive @Nullable String connection) {}

    private static final List<Key> KEYS = Key.of(All.class);

    private static Key key(String name) {
        return KEYS.stream().filter(key -> key.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void keys_are_the_snake_case_of_the_components_in_their_order() {
        assertThat(KEYS)
                .extracting(Key::name)
                .containsExactly(
                        "source_id",
                        "retries",
                        "bytes",
                        "ratio",
                        "on",
                        "max_wait",
                        "mode",
                        "modes",
                        "tables",
                        "metrics",
                        "options",
                        "inner",
                        "connection");
    }

    @Test
    void every_type_has_a_kind() {
        assertThat(KEYS)
                .extracting(Key::kind)
                .containsExactly(
                        Key.Kind.STRING,
                        Key.Kind.INTEGER,
                        Key.Kind.INTEGER,
                        Key.Kind.DECIMAL,
                        Key.Kind.BOOLEAN,
                        Key.Kind.DURATION,
                        Key.Kind.SELECT,
                        Key.Kind.LIST,
                        Key.Kind.LIST,
                        Key.Kind.MAP,
                        Key.Kind.MAP,
                        Key.Kind.MAP,
                        Key.Kind.STRING);
    }

    @Test
    void only_what_has_no_default_may_not_be_null_and_cannot_be_empty_is_required() {
        assertThat(KEYS)
                .filteredOn(Key::required)
                .extracting(Key::name)
                .containsExactly("source_id", "ratio");
    }

    @Test
    void a_key_says_its_meaning_its_default_its_aliases_and_its_options() {
        assertThat(key("source_id").doc()).isEqualTo("A name");
        assertThat(key("retries").fallback()).isEqualTo("5");
        assertThat(key("retries").aliases()).containsExactly("n");
        assertThat(key("mode").options()).containsExactly("fast", "row_level");
        assertThat(key("modes").options()).containsExactly("fast", "row_level");
        assertThat(key("tables").options()).isEmpty();
    }

    @Test
    void a_key_says_whether_it_is_sensitive() {
        assertThat(KEYS)
                .filteredOn(Key::sensitive)
                .extracting(Key::name)
                .containsExactly("connection");
    }

    @Test
    void a_record_in_a_record_says_its_keys() {
        assertThat(key("inner").nested()).extracting(Key::name).containsExactly("count");
        assertThat(key("inner").nested()).extracting(Key::doc).containsExactly("How many");
        assertThat(key("options").nested()).isEmpty();
    }
}
