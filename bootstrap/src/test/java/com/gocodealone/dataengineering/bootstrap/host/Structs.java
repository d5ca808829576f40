package com.gocodealone.dataengineering.bootstrap.host;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Maps as the engine sends them. */
public final class Structs {
    private Structs() {}

    public static Struct of(Map<String, ? extends @Nullable Object> map) {
        Struct.Builder struct = Struct.newBuilder();
        map.forEach((key, value) -> struct.putFields(key, value(value)));
        return struct.build();
    }

    @SuppressWarnings("unchecked")
    private static Value value(@Nullable Object value) {
        Value.Builder built = Value.newBuilder();
        return switch (value) {
            case null -> built.setNullValue(NullValue.NULL_VALUE).build();
            case Boolean bool -> built.setBoolValue(bool).build();
            case Number number -> built.setNumberValue(number.doubleValue()).build();
            case Map<?, ?> map -> built.setStructValue(of((Map<String, Object>) map)).build();
            case List<?> list -> built.setListValue(list(list)).build();
            default -> built.setStringValue(value.toString()).build();
        };
    }

    private static ListValue list(List<?> items) {
        ListValue.Builder list = ListValue.newBuilder();
        items.forEach(item -> list.addValues(value(item)));
        return list.build();
    }
}
