package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

/** A place in PostgreSQL's log, in PostgreSQL's notation. */
final class Lsn {
    private Lsn() {}

    static String text(long lsn) {
        return "%X/%X".formatted(lsn >>> 32, lsn & 0xFFFFFFFFL);
    }

    static long parse(String text) {
        int slash = text.indexOf('/');
        long high = Long.parseLong(text, 0, slash, 16);
        return high << 32 | Long.parseLong(text, slash + 1, text.length(), 16);
    }
}
