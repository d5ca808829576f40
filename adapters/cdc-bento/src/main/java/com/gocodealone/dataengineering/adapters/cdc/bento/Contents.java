package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Reads the contents of those messages that are no rows. */
final class Contents {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Contents() {}

    private record Shape(
            List<SchemaVersion.Column> columns, List<String> key, @Nullable String ddl) {}

    private record Table(String schema, String table, @Nullable Long estimate) {}

    static SchemaVersion structure(Common common, long index, JsonParser parser)
            throws IOException {
        Shape shape = JSON.readValue(parser, Shape.class);
        return new SchemaVersion(
                common.table(),
                new Place(common.log(), index, false).position(),
                common.committedAt(),
                shape.columns(),
                shape.key(),
                shape.ddl());
    }

    static List<Item.ToRead> tables(JsonParser parser) throws IOException {
        List<Table> tables = JSON.readValue(parser, new TypeReference<>() {});
        return tables.stream()
                .map(t -> new Item.ToRead(new TableId(t.schema(), t.table()), t.estimate()))
                .toList();
    }
}
