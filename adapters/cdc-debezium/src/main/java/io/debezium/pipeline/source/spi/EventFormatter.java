package io.debezium.pipeline.source.spi;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Takes the place of Debezium's class of the same name, which writes every event as JSON, with a
 * JSON mapper made for it, so that a JMX attribute can show the last one: a quarter of the time
 * that Debezium spends on a change. Confined to Debezium's thread.
 */
class EventFormatter {
    static final String TEXT = "not kept";

    public EventFormatter sourcePosition(@Nullable Map<String, String> sourcePosition) {
        return this;
    }

    public EventFormatter key(@Nullable Object key) {
        return this;
    }

    public EventFormatter value(@Nullable Struct value) {
        return this;
    }

    @Override
    public String toString() {
        return TEXT;
    }
}
