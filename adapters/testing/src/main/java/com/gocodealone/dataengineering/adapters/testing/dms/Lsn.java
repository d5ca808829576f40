package com.gocodealone.dataengineering.adapters.testing.dms;

/** PostgreSQL's positions in its log. */
final class Lsn {
    private Lsn() {}

    static long parse(String text) {
        int slash = text.indexOf('/');
        return Long.parseLong(text.substring(0, slash), 16) << 32
                | Long.parseLong(text.substring(slash + 1), 16);
    }
}
