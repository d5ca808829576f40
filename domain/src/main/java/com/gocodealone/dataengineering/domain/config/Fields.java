package com.gocodealone.dataengineering.domain.config;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

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
        return new View(record, OF_TYPE.get(record.getClass()));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Record record -> of(record);
            case Enum<?> constant -> Key.optionOf(constant);
            case List<?> items when !items.isEmpty() -> items.stream().map(Fields::plain).toList();
            case null, default -> value;
        };
    }

    /** Looks into the record whenever it is asked, so that a million records make no more maps. */
    private static final class View extends AbstractMap<String, @Nullable Object> {
        private final Record record;
        private final List<Field> fields;

        View(Record record, List<Field> fields) {
            this.record = record;
            this.fields = fields;
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
            for (Field field : fields) {
                action.accept(field.name(), plain(field.of(record)));
            }
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            forEach(entries::put);
            return entries.entrySet();
        }
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
