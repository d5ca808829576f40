package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.cdc.Row;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Makes protobuf values of ours. Confined to a thread. */
final class StructBuilder implements Values.Sink {
    private final Value.Builder value = Value.newBuilder();

    private StructBuilder() {}

    static Value value(@Nullable Object value) {
        StructBuilder builder = new StructBuilder();
        Values.put(value, builder);
        return builder.value.build();
    }

    static Struct struct(Map<?, ?> entries) {
        Struct.Builder struct = Struct.newBuilder();
        entries.forEach((key, item) -> struct.putFields(String.valueOf(key), value(item)));
        return struct.build();
    }

    @Override
    public void nothing() {
        value.setNullValue(NullValue.NULL_VALUE);
    }

    @Override
    public void bool(boolean bool) {
        value.setBoolValue(bool);
    }

    @Override
    public void number(double number) {
        value.setNumberValue(number);
    }

    @Override
    public void text(String text) {
        value.setStringValue(text);
    }

    @Override
    public void list(List<?> items) {
        ListValue.Builder list = ListValue.newBuilder();
        items.forEach(item -> list.addValues(value(item)));
        value.setListValue(list);
    }

    @Override
    public void map(Map<?, ?> entries) {
        value.setStructValue(struct(entries));
    }

    @Override
    public void row(Row row) {
        Struct.Builder struct = Struct.newBuilder();
        row.forEach((column, item) -> struct.putFields(column, value(item)));
        value.setStructValue(struct);
    }

    @Override
    public void written(StructBytes struct) {
        value.setStructValue(struct.parsed());
    }
}
