package com.gocodealone.dataengineering.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Map;

class InlineTest {
    record Place(String host, @Default("5432") @Alias("prt") int port) {
        Place {
            if (port < 1) {
                throw new Failure(Failure.Kind.INVALID, "port: %d is no port".formatted(port));
            }
        }
    }

    record Config(@Inline Place place, String table, @Nullable Integer limit) {}

    private static Settings settings(Map<String, ?> values) {
        return Settings.of(values);
    }

    @Test
    void the_keys_of_an_inline_record_stand_beside_the_others() {
        assertThat(settings(Map.of("host", "db", "table", "t", "limit", 3)).as(Config.class))
                .isEqualTo(new Config(new Place("db", 5432), "t", 3));
        assertThat(settings(Map.of("host", "db", "prt", "7", "table", "t")).as(Config.class))
                .isEqualTo(new Config(new Place("db", 7), "t", null));
    }

    @Test
    void they_are_described_in_their_place() {
        assertThat(Key.of(Config.class))
                .extracting(Key::name)
                .containsExactly("host", "port", "table", "limit");
    }

    @Test
    void what_is_wrong_with_them_is_said_with_the_rest() {
        assertThatThrownBy(() -> settings(Map.of("port", "x", "hst", 1)).as(Config.class))
                .hasMessage(
                        "host is required; port: \"x\" is not a whole number; table is required;"
                                + " hst is not a known key (did you mean host?)");
        assertThatThrownBy(
                        () ->
                                settings(Map.of("host", "db", "port", 0, "table", "t"))
                                        .as(Config.class))
                .hasMessage("port: 0 is no port");
    }

    @Test
    void they_are_checked_before_templates_are_resolved() {
        settings(Map.of("host", "${ h }", "table", "${ t }")).check(Config.class);
        assertThatThrownBy(() -> settings(Map.of("table", "${ t }")).check(Config.class))
                .hasMessage("host is required");
    }
}
