package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what Bento sends: a line for each message, which is a list of its metadata and its content.
 * One thread at a time; it remembers the structure of tables.
 */
final class Decoder {
    private static final JsonFactory JSON = new JsonFactory();
    private static final RowType VALUE = new RowType(List.of("value"));

    private final Map<TableId, RowType> keys = new HashMap<>();
    private final Map<TableId, RowType> rows = new HashMap<>();
    private final Numbering numbering = new Numbering();
    private final String schema;

    /**
     * @param schema of tables that come without one
     */
    Decoder(String schema) {
        this.schema = schema;
    }

    List<Item> decode(byte[] lines) throws IOException {
        List<Item> items = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(lines)) {
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
                Metadata metadata = Metadata.read(parser, schema);
                parser.nextToken();
                Item item = item(metadata, parser);
                if (item != null) {
                    items.add(item);
                }
                parser.nextToken();
            }
        }
        return items;
    }

    private @Nullable Item item(Metadata metadata, JsonParser parser) throws IOException {
        String error = metadata.error();
        if (error != null) {
            parser.skipChildren();
            return new Item.Mishap(error);
        }
        return switch (metadata.operation()) {
            case "read" -> change(metadata, Operation.READ, parser);
            case "update" -> change(metadata, Operation.UPDATE, parser);
            case "delete" -> change(metadata, Operation.DELETE, parser);
            case "truncate" -> change(metadata, Operation.TRUNCATE, parser);
            case "structure" -> structure(metadata, parser);
            case "snapshot_begins" -> new Item.SnapshotBegins(Contents.tables(parser));
            case "following" -> {
                parser.skipChildren();
                yield new Item.Following(metadata.log());
            }
            case "begin", "commit" -> {
                parser.skipChildren();
                yield null;
            }
            default -> change(metadata, Operation.INSERT, parser);
        };
    }

    private Item change(Metadata metadata, Operation operation, JsonParser parser)
            throws IOException {
        TableId table = metadata.table();
        Row row = row(table, metadata.unchanged(), parser);
        boolean deleted = operation == Operation.DELETE;
        Place place = numbering.place(metadata, operation);
        ChangeEvent event =
                new ChangeEvent(
                        place.position(),
                        0,
                        operation,
                        table,
                        key(table, row),
                        deleted ? row : before(table, metadata.before()),
                        deleted ? null : row,
                        metadata.committedAt(),
                        metadata.transaction());
        return new Item.Change(metadata.index() == null ? null : place, event);
    }

    private @Nullable Row before(TableId table, @Nullable String json) throws IOException {
        if (json == null) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return row(table, List.of(), parser);
        }
    }

    /** Null for a truncate. */
    private @Nullable Row row(TableId table, List<String> unchanged, JsonParser parser)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            Object value = Values.read(parser);
            return value == null ? null : new Row(VALUE, new @Nullable Object[] {value});
        }
        List<String> columns = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            columns.add(name);
            values.add(Values.read(parser));
        }
        for (String name : unchanged) {
            columns.add(name);
            values.add(Row.UNCHANGED);
        }
        return new Row(type(table, columns), values.toArray());
    }

    /** Rows of one table mostly look like the last one. */
    private RowType type(TableId table, List<String> columns) {
        RowType last = rows.get(table);
        if (last != null && last.columns().equals(columns)) {
            return last;
        }
        RowType type = new RowType(columns);
        rows.put(table, type);
        return type;
    }

    private @Nullable Row key(TableId table, @Nullable Row row) {
        RowType type = keys.get(table);
        if (type == null || row == null) {
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[type.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(type.columns().get(i));
        }
        return new Row(type, values);
    }

    private Item structure(Metadata metadata, JsonParser parser) throws IOException {
        SchemaVersion version = Contents.structure(metadata, parser);
        if (version.key().isEmpty()) {
            keys.remove(version.table());
        } else {
            keys.put(version.table(), new RowType(version.key()));
        }
        return new Item.Structure(version);
    }

    /** Numbers what comes without a number. */
    private static final class Numbering {
        private final String run = Words.random();
        private String log = "";
        private long last;

        Place place(Metadata metadata, Operation operation) {
            boolean read = operation == Operation.READ;
            Long index = metadata.index();
            if (index != null) {
                return new Place(metadata.log(), index, read);
            }
            String known = metadata.log().isEmpty() ? run : metadata.log();
            last = known.equals(log) ? last + 1 : 0;
            log = known;
            return new Place(known, last, read);
        }
    }
}
