package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.Locale;

/** Who reads the database; a source of any is tortured by the same plan. */
enum Provider {
    DEBEZIUM("data_engineering_"),
    BENTO("bento_");

    private final String prefix;

    Provider(String prefix) {
        this.prefix = prefix;
    }

    /** By its name in {@code provider}. */
    static Provider named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As in {@code provider}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The replication slot, and the publication, of a source. */
    String slot(String sourceId) {
        return prefix + sourceId;
    }

    /** Whether rows can be read again while changes are followed. */
    boolean readsRowsAgain() {
        return this == DEBEZIUM;
    }

    /** Whether it knows which columns a table of MySQL or MariaDB had at a place in the log. */
    boolean remembersColumns() {
        return this == DEBEZIUM;
    }
}
