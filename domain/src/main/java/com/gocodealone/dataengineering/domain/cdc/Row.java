package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The values of one row. Immutable by agreement: whoever makes a row gives its array away.
 *
 * <p>A value is null, {@link #UNCHANGED}, or of one of these types: Boolean, any Number, String,
 * {@code byte[]}, a {@code java.time} value, UUID, a List or a Map of such values. Anything whose
 * exact form these would lose goes as a String.
 */
public final class Row {
    /** Stands for a value that did not change and that the source therefore did not send. */
    public static final Object UNCHANGED =
            new Object() {
                @Override
                public String toString() {
                    return "(unchanged)";
                }
            };

    private final RowType type;
    private final @Nullable Object[] values;

    public Row(RowType type, @Nullable Object[] values) {
        if (values.length != type.columns().size()) {
            throw new IllegalArgumentException(
                    "%d values for columns %s".formatted(values.length, type.columns()));
        }
        this.type = type;
        this.values = values;
    }

    /** Whether {@code value} stands for one that was not sent. */
    public static boolean isUnchanged(@Nullable Object value) {
        return value == UNCHANGED;
    }

    public RowType type() {
        return type;
    }

    public @Nullable Object value(int index) {
        return values[index];
    }

    /** The value of {@code column}; null also when there is no such column. */
    public @Nullable Object value(String column) {
        int index = type.indexOf(column);
        return index < 0 ? null : values[index];
    }

    /** Hands every column that was sent, with its value, to {@code visitor}, in order. */
    public void forEach(BiConsumer<String, @Nullable Object> visitor) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != UNCHANGED) {
                visitor.accept(type.columns().get(i), values[i]);
            }
        }
    }

    /** The columns whose values were not sent because they did not change. */
    public List<String> unchangedColumns() {
        List<String> unchanged = new ArrayList<>(0);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == UNCHANGED) {
                unchanged.add(type.columns().get(i));
            }
        }
        return unchanged;
    }
}
