package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.domain.cdc.TableId;

/** Writes identifiers so that nothing in them can be read as SQL. */
final class Sql {
    private Sql() {}

    static String identifier(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an identifier");
        }
        return '`' + name.replace("`", "``") + '`';
    }

    static String table(TableId table) {
        return identifier(table.schema()) + "." + identifier(table.name());
    }
}
