package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;

import org.apache.kafka.connect.data.SchemaBuilder;

import java.util.Properties;

/**
 * Takes the columns of {@link ExactType} past Debezium's own conversions. Made by Debezium, by
 * name.
 */
public final class ExactConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    /** For Debezium. */
    public ExactConverter() {}

    @Override
    public void configure(Properties properties) {
        // There is nothing to set.
    }

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        String typeName = column.typeName();
        ExactType type = ExactType.of(typeName);
        if (type == null) {
            return;
        }
        boolean optional = column.isOptional();
        int digits = column.length().orElse(0);
        registration.register(
                new SchemaBuilder(type.carrier()).optional().name(type.schemaName()),
                raw -> {
                    Object carried = raw == null ? null : type.carry(raw, digits, typeName);
                    return carried == null ? type.zero(optional) : carried;
                });
    }
}
