package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What tests ask of events. */
final class Events {
    private Events() {}

    /** The values of {@code row}, which there has to be, by column. */
    static Map<String, @Nullable Object> values(@Nullable Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Objects.requireNonNull(row).forEach(values::put);
        return values;
    }
}
