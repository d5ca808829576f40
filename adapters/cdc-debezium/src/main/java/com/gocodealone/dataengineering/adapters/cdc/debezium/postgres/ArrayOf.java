package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Kind;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

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
