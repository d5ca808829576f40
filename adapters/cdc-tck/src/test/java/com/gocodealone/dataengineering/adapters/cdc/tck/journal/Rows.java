package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Makes events of entries. */
record Rows(Fault fault) {
    static final List<String> COLUMNS = List.of("id", "note", "amount");
    private static final RowType KEY = new RowType(List.of("id"));
    private static final RowType ROW = new RowType(COLUMNS);

    ChangeEvent event(Entry entry, Position position, int index, Operation operation) {
        return new ChangeEvent(
                position,
                index,
                operation,
                new TableId("journal", entry.table()),
                new Row(KEY, new Object[] {entry.id()}),
                before(entry, operation),
                after(entry, operation),
                fault == Fault.TAKES_SECONDS_FOR_MILLISECONDS
                        ? Instant.ofEpochMilli(entry.at() / 1000)
                        : Instant.ofEpochMilli(entry.at()),
                Long.toString(entry.transaction()));
    }

    private @Nullable Row before(Entry entry, Operation operation) {
        return switch (operation) {
            case UPDATE ->
                    row(
                            entry,
                            fault == Fault.HAS_THE_NEW_ROW_BEFORE_AN_UPDATE
                                    ? entry.after()
                                    : entry.before());
            case DELETE -> row(entry, entry.before());
            case INSERT ->
                    fault == Fault.HAS_A_ROW_BEFORE_AN_INSERT ? row(entry, entry.after()) : null;
            case READ, TRUNCATE -> null;
        };
    }

    private @Nullable Row after(Entry entry, Operation operation) {
        return operation != Operation.DELETE || fault == Fault.HAS_A_ROW_AFTER_A_DELETE
                ? row(entry, entry.after())
                : null;
    }

    private Row row(Entry entry, @Nullable String note) {
        return new Row(
                ROW, new @Nullable Object[] {entry.id(), note(note), amount(entry.amount())});
    }

    private @Nullable String note(@Nullable String note) {
        return note == null && fault == Fault.TURNS_NULL_INTO_EMPTY_TEXT ? "" : note;
    }

    private @Nullable String amount(@Nullable String amount) {
        return amount != null && fault == Fault.DROPS_TRAILING_ZEROS
                ? amount.replaceAll("0+$", "")
                : amount;
    }
}
