package com.gocodealone.dataengineering.application.cdc.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class RowConditionTest {
    private static final RowType TYPE = new RowType(List.of("status", "total"));

    private static Row row(@Nullable Object status, @Nullable Object total) {
        return new Row(TYPE, new @Nullable Object[] {status, total});
    }

    private static ChangeEvent change(
            Operation operation, @Nullable Row before, @Nullable Row after) {
        return new ChangeEvent(
                new Position("1"),
                0,
                operation,
                new TableId("public", "orders"),
                null,
                before,
                after,
                Instant.EPOCH,
                null);
    }

    private static boolean holds(String column, @Nullable Object wish, Row after) {
        Map<String, @Nullable Object> where = new HashMap<>();
        where.put(column, wish);
        return RowCondition.of(where, List.of()).holds(change(Operation.INSERT, null, after));
    }

    @Test
    void a_value_a_list_and_null_mean_what_they_say() {
        assertThat(holds("status", "paid", row("paid", 1))).isTrue();
        assertThat(holds("status", "paid", row("open", 1))).isFalse();
        assertThat(holds("status", "paid", row(null, 1))).isFalse();
        assertThat(holds("status", List.of("paid", "sent"), row("sent", 1))).isTrue();
        assertThat(holds("status", null, row(null, 1))).isTrue();
        assertThat(holds("status", null, row("paid", 1))).isFalse();
        Map<String, @Nullable Object> notNull = new HashMap<>();
        notNull.put("not", null);
        assertThat(holds("status", notNull, row(null, 1))).isFalse();
        assertThat(holds("status", Map.of("not", "paid"), row(null, 1))).isTrue();
    }

    @Test
    void numbers_are_compared_as_numbers_whatever_form_they_have() {
        for (Object total : List.of(101, 101L, new BigDecimal("101.00"), "101.0", 101.0)) {
            assertThat(holds("total", Map.of("gt", 100.0, "lte", 101), row("x", total))).isTrue();
            assertThat(holds("total", Map.of("gt", 101), row("x", total))).isFalse();
            assertThat(holds("total", 101.0, row("x", total))).isTrue();
        }
        assertThat(holds("total", Map.of("gt", 100), row("x", null))).isFalse();
    }

    @Test
    void times_are_compared_as_moments() {
        OffsetDateTime noon = OffsetDateTime.parse("2026-01-01T12:00:00+02:00");
        assertThat(holds("total", Map.of("gte", "2026-01-01T10:00:00Z"), row("x", noon))).isTrue();
        assertThat(holds("total", Map.of("lt", "2026-01-01"), row("x", noon))).isFalse();
        assertThat(holds("total", Map.of("gt", "2026-01-01"), row("x", "2026-01-01T00:00:01Z")))
                .isTrue();
    }

    @Test
    void a_delete_is_chosen_by_the_row_before_and_what_was_not_sent_fits() {
        RowCondition paid = RowCondition.of(Map.of("status", "paid"), List.of());
        assertThat(paid.holds(change(Operation.DELETE, row("paid", 1), null))).isTrue();
        assertThat(paid.holds(change(Operation.DELETE, row("open", 1), null))).isFalse();
        assertThat(paid.holds(change(Operation.DELETE, null, null))).isTrue();
        assertThat(paid.holds(change(Operation.TRUNCATE, null, null))).isTrue();
        Row unsent = row(Row.UNCHANGED, 1);
        assertThat(paid.holds(change(Operation.UPDATE, null, unsent))).isTrue();
        assertThat(paid.holds(change(Operation.UPDATE, row("open", 1), unsent))).isFalse();
    }

    @Test
    void changed_chooses_among_updates_only() {
        RowCondition status = RowCondition.of(Map.of(), List.of("status"));
        assertThat(status.holds(change(Operation.INSERT, null, row("paid", 1)))).isTrue();
        assertThat(status.holds(change(Operation.UPDATE, row("paid", 1), row("paid", 2))))
                .isFalse();
        assertThat(status.holds(change(Operation.UPDATE, row("open", 1), row("paid", 1)))).isTrue();
        assertThat(status.holds(change(Operation.UPDATE, null, row("paid", 1)))).isTrue();
        assertThat(status.holds(change(Operation.UPDATE, null, row(Row.UNCHANGED, 1)))).isFalse();
    }

    @Test
    void a_column_that_is_not_there_and_a_value_of_another_kind_are_said() {
        assertThatThrownBy(() -> holds("statsu", "paid", row("paid", 1)))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "where or changed: public.orders has no column statsu (did you mean"
                                + " status?)");
        assertThatThrownBy(() -> holds("total", Map.of("gt", "abc"), row("paid", 1)))
                .isInstanceOf(Failure.class)
                .hasMessage("where.total: \"abc\" cannot be compared with 1 in public.orders");
    }
}
