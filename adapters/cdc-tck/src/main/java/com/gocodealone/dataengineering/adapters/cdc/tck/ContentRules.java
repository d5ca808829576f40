package com.gocodealone.dataengineering.adapters.cdc.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a change says. */
interface ContentRules {
    Bench bench();

    /** Clocks of two machines differ, and some sources tell whole seconds only. */
    Duration TOLERANCE = Duration.ofMinutes(1);

    @Test
    default void rule_401_an_insert_has_the_row_after_it_and_none_before() throws Exception {
        Subject subject = bench().open("tck_401");
        ChangeEvent event = changed(subject, new RowChange.Insert(1, "new"));

        assertThat(event.operation()).isEqualTo(Operation.INSERT);
        assertThat(event.table()).isEqualTo(subject.table());
        assertThat(event.before()).isNull();
        isRow(event.after(), "new");
    }

    @Test
    default void rule_402_an_update_has_the_row_after_it_and_before_it_what_the_source_sends()
            throws Exception {
        Subject subject = bench().open("tck_402");
        changed(subject, new RowChange.Insert(1, "old"));
        ChangeEvent event = changed(subject, new RowChange.Update(1, "new"));

        assertThat(event.operation()).isEqualTo(Operation.UPDATE);
        isRow(event.after(), "new");
        switch (bench().fixture().before()) {
            case ROW -> isRow(event.before(), "old");
            case KEY, NONE -> assertThat(sent(event.before())).doesNotContainKey("note");
        }
    }

    @Test
    default void rule_403_a_delete_has_before_it_what_the_source_sends_and_nothing_after()
            throws Exception {
        Subject subject = bench().open("tck_403");
        changed(subject, new RowChange.Insert(1, "old"));
        ChangeEvent event = changed(subject, new RowChange.Delete(1));

        assertThat(event.operation()).isEqualTo(Operation.DELETE);
        assertThat(event.after()).isNull();
        switch (bench().fixture().before()) {
            case ROW -> isRow(event.before(), "old");
            case KEY -> assertThat(sent(event.before())).containsOnlyKeys("id");
            case NONE -> assertThat(event.before()).isNull();
        }
    }

    private static ChangeEvent changed(Subject subject, RowChange change) throws Exception {
        subject.commit(change);
        List<ChangeEvent> events = subject.reader().take(1);
        assertThat(Subject.ids(events)).containsExactly(change.id());
        return events.getFirst();
    }

    private static void isRow(@Nullable Row row, String note) {
        assertThat(row).isNotNull();
        assertThat(Subject.number(Objects.requireNonNull(row).value("id"))).isEqualTo(1);
        assertThat(row.value("note")).isEqualTo(note);
    }

    private static Map<String, @Nullable Object> sent(@Nullable Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (row != null) {
            row.forEach(values::put);
        }
        return values;
    }

    @Test
    default void rule_404_values_are_exact() throws Exception {
        Subject subject = bench().open("tck_404");
        long largest = Long.MAX_VALUE;
        subject.commit(new RowChange.Insert(largest, null));
        assertThat(Subject.note(subject.reader().take(1).getFirst().after())).isNull();
        for (String note : List.of("", "Ωmega 🚀 \"'\\\t\n%", "x".repeat(100_000))) {
            subject.commit(new RowChange.Update(largest, note));
            ChangeEvent event = subject.reader().take(1).getFirst();
            assertThat(Subject.id(event)).isEqualTo(largest);
            assertThat(Subject.note(event.after())).isEqualTo(note);
        }

        Map<String, @Nullable Object> expected = bench().fixture().commitSample(subject.table(), 7);
        Row row = Objects.requireNonNull(subject.reader().take(1).getFirst().after());
        expected.forEach(
                (column, value) -> assertThat(row.value(column)).as(column).isEqualTo(value));
    }

    @Test
    default void rule_405_a_change_says_when_it_was_committed() throws Exception {
        Subject subject = bench().open("tck_405");
        Instant now = Instant.now();
        subject.insert(1, 1);

        assertThat(subject.reader().next(1).getFirst().committedAt())
                .isBetween(now.minus(TOLERANCE), now.plus(TOLERANCE));
    }
}
