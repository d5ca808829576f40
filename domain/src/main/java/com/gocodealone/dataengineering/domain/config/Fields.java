package com.gocodealone.dataengineering.domain.config;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inverse of binding: a record in the engine's words. */
public final class Fields {
    private static final ClassValue<List<Field>> OF_TYPE =
            new ClassValue<>() {
                @Override
                protected List<Field> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
                }
            };

    private Fields() {}

    /** The components of {@code record} by snake_case name, nulls included, in their order. */
    public static Map<String, @Nullable Object> of(Record record) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Field field : OF_TYPE.get(record.getClass())) {
            fields.put(field.name(), plain(field.of(record)));
        }
        return fields;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Record record -> of(record);
            case Enum<?> constant -> Key.optionOf(constant);
            case List<?> items -> items.stream().map(Fields::plain).toList();
            case null, default -> value;
        };
    }

    private record Field(String name, Method accessor) {
        static Field of(RecordComponent component) {
            component.getAccessor().setAccessible(true);
            return new Field(Key.nameOf(component), component.getAccessor());
        }

        @Nullable Object of(Record record) {
            try {
                return accessor.invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
