package com.gocodealone.dataengineering.adapters.grpc;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what the engine sends: maps, lists, text, doubles, booleans, null. */
final class Structs {
    private Structs() {}

    static Map<String, @Nullable Object> toMap(Struct struct) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        struct.getFieldsMap().forEach((key, value) -> map.put(key, toValue(value)));
        return map;
    }

    static @Nullable Object toValue(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> null;
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> value.getNumberValue();
            case BOOL_VALUE -> value.getBoolValue();
            case STRUCT_VALUE -> toMap(value.getStructValue());
            case LIST_VALUE -> toList(value.getListValue().getValuesList());
        };
    }

    private static List<@Nullable Object> toList(List<Value> values) {
        List<@Nullable Object> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(toValue(value)));
        return list;
    }

    /** A map that reads {@code struct} when it is first looked into, which most steps never do. */
    static Map<String, @Nullable Object> lazily(Struct struct) {
        return new LazyMap(struct);
    }

    /** Confined to a thread. */
    private static final class LazyMap extends AbstractMap<String, @Nullable Object> {
        private final Struct struct;
        private @Nullable Map<String, @Nullable Object> read;

        LazyMap(Struct struct) {
            this.struct = struct;
        }

        private Map<String, @Nullable Object> map() {
            Map<String, @Nullable Object> known = read;
            if (known == null) {
                known = toMap(struct);
                read = known;
            }
            return known;
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            return map().entrySet();
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return map().get(key);
        }
    }
}
