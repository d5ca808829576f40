package com.gocodealone.dataengineering.adapters.cdc.debezium;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one column's type travel. Debezium decodes a value of the stream before we see
 * it, and hands over PostgreSQL's text for a value of the snapshot: {@link #carry} makes one form
 * of both, which a Connect schema can hold, and {@link #value} the one that an event has.
 */
sealed interface Kind permits Scalar, Kind.ArrayOf {
    /** The Connect type of what {@link #carry} gives. */
    Schema.Type carrier();

    /** The name by which {@link #named} finds this again. */
    String name();

    /** From Debezium's object, or from PostgreSQL's text. */
    Object carry(Object raw);

    /** From what {@link #carry} gave. */
    @Nullable Object value(Object carried);

    /** What is carried for a value that was not sent; known by its identity. */
    default Object unchanged() {
        return carrier() == Schema.Type.BYTES ? Unchanged.BYTES : Unchanged.TEXT;
    }

    /** Whether {@code carried} says that the value was not sent. */
    static boolean isUnchanged(Object carried) {
        return Unchanged.is(carried);
    }

    /** The kind that has {@code name}. */
    static Kind named(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? Scalar.valueOf(name) : new ArrayOf(named(name.substring(colon + 1)));
    }

    /** An array of any number of dimensions: a list, or lists of lists. */
    record ArrayOf(Kind element) implements Kind {
        @Override
        public Schema.Type carrier() {
            return Schema.Type.STRING;
        }

        @Override
        public String name() {
            return "ARRAY:" + element.name();
        }

        /** Both of Debezium's ways give an object whose text is PostgreSQL's. */
        @Override
        public Object carry(Object raw) {
            return raw.toString();
        }

        @Override
        public Object value(Object carried) {
            char delimiter = element == Scalar.BOX ? ';' : ',';
            return new ArrayLiteral((String) carried, delimiter, this::elementOf).read();
        }

        private @Nullable Object elementOf(String text) {
            return element.value(element.carry(text));
        }
    }
}
