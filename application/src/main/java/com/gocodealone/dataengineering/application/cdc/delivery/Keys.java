package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The keys that an event concerns, in a form in which keys are equal that a database may take for
 * equal. Different ones may be equal too: they only wait for each other without need.
 */
final class Keys {
    private Keys() {}

    /** One key, or two when it changed; none when the event concerns its whole table. */
    static Set<Object> of(ChangeEvent event) {
        Row key = event.key();
        Object own = key == null ? null : folded(key.type().columns(), key);
        if (key == null || own == null) {
            return Set.of();
        }
        if (event.before() == null || event.after() == null) {
            return Set.of(own);
        }
        Set<Object> all = new LinkedHashSet<>();
        all.add(own);
        addIfKnown(key.type().columns(), event.before(), all);
        addIfKnown(key.type().columns(), event.after(), all);
        return all;
    }

    private static void addIfKnown(List<String> columns, Row row, Set<Object> keys) {
        Object key = folded(columns, row);
        if (key != null) {
            keys.add(key);
        }
    }

    /** Null when a part is missing. */
    private static @Nullable Object folded(List<String> columns, Row row) {
        List<Object> parts = new ArrayList<>(columns.size());
        for (String column : columns) {
            Object value = row.value(column);
            if (value == null || Row.isUnchanged(value)) {
                return null;
            }
            parts.add(folded(value));
        }
        return parts.isEmpty() ? null : parts;
    }

    private static Object folded(Object value) {
        return switch (value) {
            case String text -> folded(text);
            case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
            case BigDecimal number -> number.stripTrailingZeros();
            default -> value;
        };
    }

    /** Blind to case, accents and blanks at the end, as many collations are. */
    private static String folded(String text) {
        boolean plain = text.chars().allMatch(c -> c < 0x80);
        String letters =
                plain
                        ? text
                        : Normalizer.normalize(text.toUpperCase(Locale.ROOT), Normalizer.Form.NFKD)
                                .replaceAll("\\p{M}", "");
        return letters.toLowerCase(Locale.ROOT).stripTrailing();
    }
}
