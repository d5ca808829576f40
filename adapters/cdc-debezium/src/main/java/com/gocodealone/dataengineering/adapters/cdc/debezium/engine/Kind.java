package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.apache.kafka.connect.data.Schema;

/**
 * How the values of one column's type travel: {@link #carry} makes one form, which a Connect schema
 * can hold, of what Debezium has in the snapshot and of what it has in the stream; {@link #value}
 * makes of that the one that an event has. Immutable.
 */
public interface Kind extends Form {
    /** The Connect type of what {@link #carry} gives. */
    Schema.Type carrier();

    /** The name of the Connect schema, by which this is found again. */
    String name();

    /** From what Debezium has. */
    Object carry(Object raw);

    /** What is carried for a value that was not sent; known by its identity. */
    default Object unchanged() {
        return carrier() == Schema.Type.BYTES ? Unchanged.BYTES : Unchanged.TEXT;
    }

    /** Whether {@code carried} says that the value was not sent. */
    static boolean isUnchanged(Object carried) {
        return Unchanged.is(carried);
    }
}
