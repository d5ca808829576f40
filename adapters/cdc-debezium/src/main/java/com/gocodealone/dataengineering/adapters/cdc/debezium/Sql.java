package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.domain.cdc.TableId;

/** Writes identifiers and literals so that nothing in them can be read as SQL. */
final class Sql {
    private Sql() {}

    static String identifier(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an identifier");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String table(TableId table) {
        return identifier(table.schema()) + "." + identifier(table.name());
    }

    static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a literal");
        }
        boolean escapes = text.indexOf('\\') >= 0;
        String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return escapes ? "E" + quoted : quoted;
    }
}
