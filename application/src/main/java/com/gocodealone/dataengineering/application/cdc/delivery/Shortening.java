package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** Cuts the long values of an event that is too large. Confined to a thread, used once. */
final class Shortening {
    /** The length at which values are cut first. */
    static final int FIRST_LIMIT = 1 << 18;

    private final int limit;
    private final SortedSet<String> cut = new TreeSet<>();

    private Shortening(int limit) {
        this.limit = limit;
    }

    /**
     * {@code data} with every text and byte value cut to {@code limit} characters or bytes; lists
     * and maps, whose half would be nothing, become null when their text is longer.
     */
    static EventData of(EventData data, int limit) {
        Shortening shortening = new Shortening(limit);
        Row key = shortening.row(data.key());
        Row before = shortening.row(data.before());
        Row after = shortening.row(data.after());
        return data.with(key, before, after, List.copyOf(shortening.cut));
    }

    private @Nullable Row row(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[row.type().columns().size()];
        for (int i = 0; i < values.length; i++) {
            Object whole = row.value(i);
            values[i] = value(whole);
            if (!Objects.equals(values[i], whole)) {
                cut.add(row.type().columns().get(i));
            }
        }
        return new Row(row.type(), values);
    }

    private @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case String text when text.length() > limit -> cut(text);
            case byte[] bytes when bytes.length > limit -> Arrays.copyOf(bytes, limit);
            case Collection<?> items when items.toString().length() > limit -> null;
            case Map<?, ?> map when map.toString().length() > limit -> null;
            case null, default -> value;
        };
    }

    /** Never between the halves of one character. */
    private String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end);
    }
}
