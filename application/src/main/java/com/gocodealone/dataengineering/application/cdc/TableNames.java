package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.TableId;

/** Reads a table's name as users write it: {@code schema.name}, the name up to the end. */
final class TableNames {
    private TableNames() {}

    /**
     * @param key whose value {@code name} is, for the sentence
     * @throws Failure INVALID when the schema is missing
     */
    static TableId parse(String key, String name) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "%s: \"%s\" needs its schema, as in public.orders".formatted(key, name));
        }
        return new TableId(name.substring(0, dot), name.substring(dot + 1));
    }
}
