package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion.Column;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What DMS says of a table in {@code table-def}.
 *
 * @param types of the columns, as DMS calls them without length, by column
 * @param text the JSON it was read from
 */
public record TableDefinition(
        List<Column> columns, List<String> key, Map<String, String> types, String text) {
    private static final String EMPTY = "{}";

    public TableDefinition {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        types = Map.copyOf(types);
    }

    /** Of a table that is no more. */
    static TableDefinition dropped() {
        return new TableDefinition(List.of(), List.of(), Map.of(), EMPTY);
    }

    static TableDefinition of(JsonNode definition) {
        List<Column> columns = new ArrayList<>();
        Map<String, String> types = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> column : definition.path("columns").properties()) {
            JsonNode facts = column.getValue();
            String type = facts.path("type").asText("unknown").toUpperCase(Locale.ROOT);
            types.put(column.getKey(), type);
            columns.add(
                    new Column(
                            column.getKey(),
                            type + measures(facts),
                            nullable(facts.path("nullable")),
                            null));
        }
        List<String> key = new ArrayList<>();
        definition.path("primary-key").forEach(column -> key.add(column.asText()));
        return new TableDefinition(columns, key, types, definition.toString());
    }

    /** The type that DMS gives {@code column}; null when it has told none. */
    @Nullable String type(String column) {
        return types.get(column);
    }

    boolean isSameAs(@Nullable TableDefinition other) {
        return other != null && columns.equals(other.columns) && key.equals(other.key);
    }

    SchemaVersion version(TableId table, Position position, Instant at) {
        return new SchemaVersion(table, position, at, columns, key, null);
    }

    private static String measures(JsonNode facts) {
        if (facts.hasNonNull("precision")) {
            String scale = facts.hasNonNull("scale") ? "," + facts.get("scale").asText() : "";
            return "(" + facts.get("precision").asText() + scale + ")";
        }
        return facts.hasNonNull("length") ? "(" + facts.get("length").asText() + ")" : "";
    }

    private static @Nullable Boolean nullable(JsonNode fact) {
        return fact.isBoolean() ? fact.asBoolean() : null;
    }
}
