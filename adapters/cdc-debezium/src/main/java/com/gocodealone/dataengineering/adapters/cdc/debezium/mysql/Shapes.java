package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Description;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Identity;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Shape;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of a stream's tables. Confined to the thread that converts. */
final class Shapes {
    private final Forms forms;
    private final Map<Kind, Shape> shapes = new HashMap<>();

    Shapes(Forms forms) {
        this.forms = forms;
    }

    /** The record of a TRUNCATE has no key, whether its table has one or not. */
    private record Kind(TableId table, boolean hasKey) {}

    /** The shape of {@code table} as {@code envelope} has it now. */
    Shape of(TableId table, Struct envelope, @Nullable Schema keySchema) {
        Schema schema = envelope.schema().field("after").schema();
        Kind kind = new Kind(table, keySchema != null);
        Shape current = shapes.get(kind);
        if (current == null || !current.isOf(schema)) {
            current =
                    new Shape(schema, Description.UNKNOWN, identity(keySchema), forms::of, current);
            shapes.put(kind, current);
        }
        return current;
    }

    /** The server logs whole rows. */
    private static Identity identity(@Nullable Schema keySchema) {
        List<String> key =
                keySchema == null
                        ? List.of()
                        : keySchema.fields().stream().map(Field::name).toList();
        return new Identity(key, List.of(), true);
    }
}
