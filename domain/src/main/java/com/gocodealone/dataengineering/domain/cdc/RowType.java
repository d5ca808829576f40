package com.gocodealone.dataengineering.domain.cdc;

import java.util.List;

/**
 * The columns of a row, in order. One instance is shared by all rows of a shape, so a row costs no
 * more than its values. Immutable.
 */
public record RowType(List<String> columns) {
    public RowType {
        columns = List.copyOf(columns);
    }

    /** The place of {@code column}, or -1. */
    public int indexOf(String column) {
        return columns.indexOf(column);
    }
}
