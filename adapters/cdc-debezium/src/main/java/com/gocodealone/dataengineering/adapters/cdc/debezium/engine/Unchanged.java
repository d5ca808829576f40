package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

/** Stands, in a Connect schema, for a value that was not sent: no other object is it. */
final class Unchanged {
    @SuppressWarnings("StringOperationCanBeSimplified")
    static final String TEXT = new String("(unchanged)");

    static final byte[] BYTES = {};

    private Unchanged() {}

    /** By identity, because any text may also be a value. */
    @SuppressWarnings("ReferenceEquality")
    static boolean is(Object carried) {
        return carried == TEXT || carried == BYTES;
    }
}
