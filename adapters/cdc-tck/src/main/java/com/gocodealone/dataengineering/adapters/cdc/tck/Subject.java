package com.gocodealone.dataengineering.adapters.cdc.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** What a rule looks at: one table, the source that follows it, and who reads that. */
record Subject(SourceFixture fixture, TableId table, MemoryContext context, SourceReader reader) {
    private static final long MARKER = 999_999;

    /** One transaction. */
    void commit(RowChange... changes) throws Exception {
        fixture.commit(table, List.of(changes));
    }

    /** New rows with these keys, both ends included, each a transaction of its own. */
    void insert(long from, long to) throws Exception {
        for (long id = from; id <= to; id++) {
            commit(new RowChange.Insert(id, note(id)));
        }
    }

    /** New rows with these keys, both ends included, in one transaction. */
    void insertTogether(long from, long to) throws Exception {
        commit(
                LongStream.rangeClosed(from, to)
                        .mapToObj(id -> new RowChange.Insert(id, note(id)))
                        .toArray(RowChange[]::new));
    }

    private static String note(long id) {
        return "row " + id;
    }

    /** That there is no change left to come: what comes next is one that is made now. */
    void isAtItsEnd() throws Exception {
        commit(new RowChange.Insert(MARKER, null));
        assertThat(ids(reader.next(1))).as("keys of all that still comes").containsExactly(MARKER);
    }

    static List<Long> ids(List<ChangeEvent> events) {
        return events.stream().map(Subject::id).toList();
    }

    static long id(ChangeEvent event) {
        return number(Objects.requireNonNull(event.key(), "an event without its key").value("id"));
    }

    static long number(@Nullable Object value) {
        assertThat(value).as("a key").isInstanceOf(Number.class);
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    static @Nullable Object note(@Nullable Row row) {
        return Objects.requireNonNull(row, "a row is missing").value("note");
    }

    static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
