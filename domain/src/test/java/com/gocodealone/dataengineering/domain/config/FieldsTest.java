package com.gocodealone.dataengineering.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class FieldsTest {
    enum Mode {
        ROW_LEVEL
    }

    record Inner(int rowCount, Mode mode) {}

    record Whole(
            String sourceId,
            @Nullable String error,
            Mode mode,
            Inner inner,
            List<Inner> many,
            Map<String, Double> metrics) {}

    private static final Whole WHOLE =
            new Whole(
                    "s",
                    null,
                    Mode.ROW_LEVEL,
                    new Inner(1, Mode.ROW_LEVEL),
                    List.of(new Inner(2, Mode.ROW_LEVEL)),
                    Map.of("a", 1.5));

    @Test
    void a_record_becomes_its_keys_in_their_order_and_keeps_nulls() {
        Map<String, @Nullable Object> fields = Fields.of(WHOLE);
        assertThat(fields.keySet())
                .containsExactly("source_id", "error", "mode", "inner", "many", "metrics");
        assertThat(fields).containsEntry("error", null);
    }

    @Test
    void choices_are_the_words_that_a_user_writes_at_every_depth() {
        Map<String, @Nullable Object> fields = Fields.of(WHOLE);
        assertThat(fields).containsEntry("mode", "row_level");
        assertThat(fields.get("inner")).isEqualTo(Map.of("row_count", 1, "mode", "row_level"));
        assertThat(fields.get("many"))
                .isEqualTo(List.of(Map.of("row_count", 2, "mode", "row_level")));
    }

    @Test
    void what_was_read_from_settings_is_written_as_them() {
        record Simple(String sourceId, Mode mode, Inner inner, Map<String, Double> metrics) {}
        Simple simple =
                new Simple("s", Mode.ROW_LEVEL, new Inner(1, Mode.ROW_LEVEL), Map.of("a", 1.5));
        assertThat(Settings.of(Fields.of(simple)).as(Simple.class)).isEqualTo(simple);
    }
}
