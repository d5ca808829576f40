package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Kind;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;

import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

import java.util.Properties;

/**
 * Takes every column past Debezium's own conversions, which lose values, by way of {@link Kind}.
 * Made by Debezium, by name.
 */
public final class ExactConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    private @Nullable Types types;

    /** For Debezium. */
    public ExactConverter() {}

    @Override
    public void configure(Properties properties) {
        types = Scope.of(properties.getProperty(EngineSettings.STREAM)).part(Types.class);
    }

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (types == null) {
            throw new IllegalStateException("not configured");
        }
        Kind kind = types.kindOf(column.nativeType());
        SchemaBuilder schema = new SchemaBuilder(kind.carrier()).optional().name(kind.name());
        NativeType.of(column).writeTo(schema);
        registration.register(schema, raw -> carried(kind, raw));
    }

    private static @Nullable Object carried(Kind kind, @Nullable Object raw) {
        if (raw == null) {
            return null;
        }
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(raw)
                ? kind.unchanged()
                : kind.carry(raw);
    }
}
