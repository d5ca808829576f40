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
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class ColumnsTest {
    private static final RowType TYPE = new RowType(List.of("id", "email", "name", "notes"));

    private static Map<String, @Nullable Object> shown(
            Map<String, Object> options, @Nullable Object... values) {
        Row row = new Row(TYPE, values);
        Row key = new Row(new RowType(List.of("email")), new @Nullable Object[] {values[1]});
        ChangeEvent event =
                new ChangeEvent(
                        new Position("1"),
                        0,
                        Operation.UPDATE,
                        new TableId("public", "people"),
                        key,
                        row,
                        row,
                        Instant.EPOCH,
                        null);
        ChangeEvent seen = new Columns(Settings.of(options).as(ColumnOptions.class)).of(event);
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        put("key.", seen.key(), all);
        put("before.", seen.before(), all);
        put("", seen.after(), all);
        return all;
    }

    private static void put(String prefix, @Nullable Row row, Map<String, @Nullable Object> into) {
        if (row != null) {
            row.forEach((column, value) -> into.put(prefix + column, value));
            row.unchangedColumns().forEach(column -> into.put(prefix + column, "(unchanged)"));
        }
    }

    @Test
    void only_what_is_included_and_not_excluded_is_there_in_every_row() {
        Map<String, Object> options =
                Map.of("include", List.of("people.*"), "exclude", List.of("email", "n?tes"));
        assertThat(shown(options, 1, "a@b", "Ann", Row.UNCHANGED).keySet())
                .containsExactly("before.id", "before.name", "id", "name");
        assertThat(shown(Map.of("include", List.of("id")), 1, "a@b", "Ann", "x").keySet())
                .containsExactly("before.id", "id");
        assertThat(shown(Map.of("exclude", List.of("orders.id")), 1, "a@b", "Ann", "x"))
                .containsKey("id");
    }

    @Test
    void masks_hide_values_in_every_row_and_keep_null_and_unchanged() {
        Map<String, Object> options =
                Map.of(
                        "mask",
                        Map.of(
                                "hash", List.of("email"),
                                "salt", "key",
                                "redact", List.of("notes"),
                                "truncate", Map.of("name", 2)));
        assertThat(shown(options, 1, "what do ya want for nothing?", "\ud83d\ude00nna", "x"))
                .containsEntry("id", 1)
                .containsEntry("notes", "***")
                .containsEntry("name", "\ud83d\ude00n")
                .satisfies(
                        all ->
                                assertThat(String.valueOf(all.get("email")))
                                        .matches("[0-9a-f]{64}")
                                        .isEqualTo(all.get("key.email"))
                                        .isEqualTo(all.get("before.email")));
        assertThat(shown(options, 1, null, Row.UNCHANGED, null))
                .containsEntry("email", null)
                .containsEntry("name", "(unchanged)")
                .containsEntry("notes", null);
    }

    @Test
    void the_hash_is_hmac_sha_256() {
        assertThat(Mask.Hash.with("Jefe").hide("what do ya want for nothing?"))
                .as("test case 2 of RFC 4231")
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void a_hash_without_a_salt_is_refused_and_a_salt_is_never_printed() {
        assertThatThrownBy(
                        () ->
                                Settings.of(Map.of("mask", Map.of("hash", List.of("email"))))
                                        .as(ColumnOptions.class))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("hash needs a salt");
        ColumnOptions options =
                Settings.of(Map.of("mask", Map.of("hash", List.of("email"), "salt", "hunter2")))
                        .as(ColumnOptions.class);
        assertThat(options.toString()).doesNotContain("hunter2");
    }
}
