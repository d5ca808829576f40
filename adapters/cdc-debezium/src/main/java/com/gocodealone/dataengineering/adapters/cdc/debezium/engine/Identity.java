package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import java.util.List;

/**
 * What names a row of a table, and what the database sends of a row before its change.
 *
 * @param key the columns that name a row in every event, none when the table has no key
 * @param before the columns that are sent of a row before its change, unless it is all of them
 * @param full whether all columns are sent
 */
public record Identity(List<String> key, List<String> before, boolean full) {
    public Identity {
        key = List.copyOf(key);
        before = List.copyOf(before);
    }
}
