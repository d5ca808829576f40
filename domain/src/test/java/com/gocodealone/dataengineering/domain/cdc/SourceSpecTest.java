package com.gocodealone.dataengineering.domain.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class SourceSpecTest {
    private static SourceSpec spec(String id, String connection) {
        Settings options = Settings.of(Map.of("password", "s3cret"));
        return new SourceSpec(id, "debezium", "postgres", connection, List.of("a", "b.*"), options);
    }

    @Test
    void a_source_never_prints_its_connection_or_its_options() {
        assertThat(spec("shop", "postgres://u:s3cret@h/d")).hasToString("shop (debezium)");
    }

    @Test
    void a_connection_whose_secret_was_not_found_is_refused_without_being_shown() {
        assertThatThrownBy(() -> spec(" ", "postgres://u:s3cret@${env:HOST}/d"))
                .hasMessageContaining("connection still holds ${ }")
                .hasMessageContaining("source_id is required")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void the_tables_are_patterns() {
        assertThat(spec("shop", "c").patterns())
                .containsExactly(new TablePattern("a"), new TablePattern("b.*"));
    }
}
