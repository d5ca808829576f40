package com.gocodealone.dataengineering.domain.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class RowTest {
    private static final RowType TYPE = new RowType(List.of("id", "note", "photo"));
    private static final Row ROW = new Row(TYPE, new @Nullable Object[] {1, null, Row.UNCHANGED});

    @Test
    void a_value_is_found_by_its_column_and_by_its_place() {
        assertThat(ROW.value("id")).isEqualTo(1);
        assertThat(ROW.value(0)).isEqualTo(1);
        assertThat(ROW.value("note")).isNull();
        assertThat(ROW.value("other")).isNull();
    }

    @Test
    void columns_that_did_not_change_are_named_and_are_not_visited() {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        ROW.forEach(seen::put);
        assertThat(seen.keySet()).containsExactly("id", "note");
        assertThat(seen).containsEntry("note", null);
        assertThat(ROW.unchangedColumns()).containsExactly("photo");
        assertThat(Row.UNCHANGED).hasToString("(unchanged)");
    }

    @Test
    void a_row_has_a_value_for_every_column() {
        assertThatThrownBy(() -> new Row(TYPE, new @Nullable Object[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 values for columns [id, note, photo]");
    }
}
