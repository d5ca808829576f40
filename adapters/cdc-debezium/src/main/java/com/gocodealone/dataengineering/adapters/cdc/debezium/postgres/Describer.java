package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Description;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Describes tables. The stream tells the names and types of columns; whatever else PostgreSQL knows
 * of a column comes from its catalog, which may have moved on since: so only of a column that is
 * still the same.
 */
final class Describer {
    private Describer() {}

    static Description of(Structure structure) {
        return new Description(
                structure.columns().stream().map(Structure.Column::described).toList(),
                structure.identity().key());
    }

    /**
     * @param rows the Connect schema of the table's rows
     * @param now the table as it is now; null when it is gone
     * @param before the last description, for what the catalog no longer knows
     */
    static Description of(
            Connection connection,
            Schema rows,
            List<String> key,
            @Nullable Structure now,
            Description before)
            throws SQLException {
        List<SchemaVersion.Column> columns = new ArrayList<>();
        List<Field> fields = rows.fields();
        boolean sameCount = now != null && now.columns().size() == fields.size();
        for (Field field : fields) {
            NativeType type = Objects.requireNonNull(NativeType.readFrom(field.schema()));
            Structure.Column named = named(now, field.name(), type);
            Structure.Column placed = sameCount ? placed(now, field.index(), type) : null;
            columns.add(column(connection, field.name(), type, new Known(named, placed, before)));
        }
        return new Description(columns, key);
    }

    private record Known(
            Structure.@Nullable Column named,
            Structure.@Nullable Column placed,
            Description before) {}

    private static SchemaVersion.Column column(
            Connection connection, String name, NativeType type, Known known) throws SQLException {
        Structure.Column named = known.named();
        if (named != null) {
            boolean asNow = named.isOfDomain() || type.modifier() < 0;
            String text = asNow ? named.type() : format(connection, type);
            return new SchemaVersion.Column(name, text, named.nullable(), named.number());
        }
        SchemaVersion.Column earlier = known.before().column(name);
        Structure.Column renamed = known.placed();
        Integer number = renamed == null ? null : (Integer) renamed.number();
        return new SchemaVersion.Column(
                name,
                format(connection, type),
                earlier == null ? null : earlier.nullable(),
                earlier == null ? number : earlier.number());
    }

    private static Structure.@Nullable Column named(
            @Nullable Structure now, String name, NativeType type) {
        return now == null
                ? null
                : now.columns().stream()
                        .filter(column -> column.name().equals(name) && column.hasType(type))
                        .findFirst()
                        .orElse(null);
    }

    /** A column that was renamed since, by its place. */
    private static Structure.@Nullable Column placed(
            @Nullable Structure now, int index, NativeType type) {
        Structure.Column column = now == null ? null : now.columns().get(index);
        return column != null && column.hasType(type) ? column : null;
    }

    private static String format(Connection connection, NativeType type) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT pg_catalog.format_type(?, ?)")) {
            query.setLong(1, Integer.toUnsignedLong(type.oid()));
            query.setInt(2, type.modifier());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
