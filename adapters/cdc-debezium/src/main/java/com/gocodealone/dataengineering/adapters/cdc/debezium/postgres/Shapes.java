package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

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
import java.util.function.Predicate;

/** The shapes of a stream's tables. Confined to the thread that converts. */
final class Shapes {
    private final Catalog catalog;
    private final Predicate<TableId> followed;
    private final Map<TableId, Shape> shapes = new HashMap<>();

    /**
     * @param followed tells the tables that were asked for
     */
    Shapes(Catalog catalog, Predicate<TableId> followed) {
        this.catalog = catalog;
        this.followed = followed;
    }

    /** Whether {@code table} was asked for. */
    boolean covers(TableId table) {
        return followed.test(table);
    }

    /** The shape of {@code table} as {@code envelope} has it now. */
    Shape of(TableId table, Struct envelope, @Nullable Schema keySchema) {
        Schema schema = envelope.schema().field("after").schema();
        Shape current = shapes.get(table);
        if (current == null || !current.isOf(schema)) {
            current = make(table, schema, keySchema, current);
            shapes.put(table, current);
        }
        return current;
    }

    private Shape make(
            TableId table, Schema schema, @Nullable Schema keySchema, @Nullable Shape previous) {
        return catalog.ask(
                connection -> {
                    Structure now = Structure.of(connection, table);
                    Identity identity = now == null ? ofKey(keySchema) : now.identity();
                    List<String> key =
                            identity.key().stream()
                                    .filter(name -> schema.field(name) != null)
                                    .toList();
                    Description before =
                            previous == null ? Description.UNKNOWN : previous.description();
                    Description description = Describer.of(connection, schema, key, now, before);
                    return new Shape(
                            schema,
                            description,
                            identity,
                            field -> Scalar.named(field.name()),
                            previous);
                });
    }

    /** The table is gone by now; Debezium still knows its key. */
    private static Identity ofKey(@Nullable Schema keySchema) {
        List<String> key =
                keySchema == null
                        ? List.of()
                        : keySchema.fields().stream().map(Field::name).toList();
        return new Identity(key, key, false);
    }
}
