package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import java.util.Locale;

/** A place in PostgreSQL's log, in PostgreSQL's notation. */
final class Lsn {
    private Lsn() {}

    static String text(long lsn) {
        String high = Long.toHexString(lsn >>> 32);
        String low = Long.toHexString(lsn & 0xFFFFFFFFL);
        return (high + '/' + low).toUpperCase(Locale.ROOT);
    }

    static long parse(String text) {
        int slash = text.indexOf('/');
        long high = Long.parseLong(text, 0, slash, 16);
        return high << 32 | Long.parseLong(text, slash + 1, text.length(), 16);
    }
}
