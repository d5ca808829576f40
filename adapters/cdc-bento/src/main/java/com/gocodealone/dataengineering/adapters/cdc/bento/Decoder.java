package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the lines that Bento sends. Of any Bento, a line is a message, as a list of its metadata
 * and its content. Our own says first, as an object, what the changes after it have in common, and
 * then each as a list of its index, the row before, the unchanged columns and its content. One
 * thread at a time; it remembers the structure of tables.
 */
final class Decoder {
    private static final JsonFactory JSON = new JsonFactory();

    private final RowReader rows = new RowReader();
    private final Numbering numbering = new Numbering();
    private final String schema;

    /**
     * @param schema of tables that come without one
     */
    Decoder(String schema) {
        this.schema = schema;
    }

    /** What only one message says, beside its content. */
    private record Own(@Nullable Long index, @Nullable Row before, List<String> unchanged) {}

    List<Item> decode(byte[] lines) throws IOException {
        List<Item> items = new ArrayList<>();
        Common common = Common.of(Map.of(), schema);
        try (JsonParser parser = JSON.createParser(lines)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    common = Common.of(texts(parser), schema);
                } else {
                    Item item = message(common, parser);
                    parser.nextToken();
                    if (item != null) {
                        items.add(item);
                    }
                }
            }
        }
        return items;
    }

    /** Reads the list that {@code parser} is at, but for its end. */
    private @Nullable Item message(Common common, JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> metadata = texts(parser);
            Common its = Common.of(metadata, schema);
            Own own = own(its, metadata);
            parser.nextToken();
            return item(its, own, parser);
        }
        boolean numbered = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
        Long index = numbered ? parser.getLongValue() : null;
        parser.nextToken();
        Row before = rows.row(common.table(), List.of(), parser);
        parser.nextToken();
        List<String> unchanged = names(parser);
        parser.nextToken();
        return item(common, new Own(index, before, unchanged), parser);
    }

    private static Map<String, String> texts(JsonParser parser) throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            String text = parser.getValueAsString();
            if (text == null) {
                parser.skipChildren();
            } else {
                texts.put(name, text);
            }
        }
        return texts;
    }

    private Own own(Common common, Map<String, String> metadata) throws IOException {
        String index = metadata.get("index");
        try (JsonParser before = JSON.createParser(metadata.getOrDefault("before", "null"));
                JsonParser unchanged =
                        JSON.createParser(metadata.getOrDefault("unchanged", "null"))) {
            before.nextToken();
            unchanged.nextToken();
            return new Own(
                    index == null ? null : Long.valueOf(index),
                    rows.row(common.table(), List.of(), before),
                    names(unchanged));
        }
    }

    private static List<String> names(JsonParser parser) throws IOException {
        return Values.read(parser) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private @Nullable Item item(Common common, Own own, JsonParser parser) throws IOException {
        String error = common.error();
        if (error != null) {
            parser.skipChildren();
            return new Item.Mishap(error);
        }
        return switch (common.operation()) {
            case "read" -> change(common, own, Operation.READ, parser);
            case "update" -> change(common, own, Operation.UPDATE, parser);
            case "delete" -> change(common, own, Operation.DELETE, parser);
            case "truncate" -> change(common, own, Operation.TRUNCATE, parser);
            case "structure" -> structure(common, own, parser);
            case "snapshot_begins" -> new Item.SnapshotBegins(Contents.tables(parser));
            case "following" -> {
                parser.skipChildren();
                yield new Item.Following(common.log());
            }
            case "begin", "commit" -> {
                parser.skipChildren();
                yield null;
            }
            default -> change(common, own, Operation.INSERT, parser);
        };
    }

    private Item change(Common common, Own own, Operation operation, JsonParser parser)
            throws IOException {
        Row row = rows.row(common.table(), own.unchanged(), parser);
        boolean deleted = operation == Operation.DELETE;
        Place place = numbering.place(common.log(), own.index(), operation);
        ChangeEvent event =
                new ChangeEvent(
                        place.position(),
                        0,
                        operation,
                        common.table(),
                        rows.key(common.table(), row),
                        deleted ? row : own.before(),
                        deleted ? null : row,
                        common.committedAt(),
                        common.transaction());
        return new Item.Change(own.index() == null ? null : place, event);
    }

    private Item structure(Common common, Own own, JsonParser parser) throws IOException {
        long index = own.index() == null ? 0 : own.index();
        SchemaVersion version = Contents.structure(common, index, parser);
        rows.setKey(version.table(), version.key());
        return new Item.Structure(version);
    }

    /** Numbers what comes without a number. */
    private static final class Numbering {
        private final String run = Words.random();
        private String log = "";
        private long last;

        Place place(String told, @Nullable Long index, Operation operation) {
            boolean read = operation == Operation.READ;
            if (index != null) {
                return new Place(told, index, read);
            }
            String known = told.isEmpty() ? run : told;
            last = known.equals(log) ? last + 1 : 0;
            log = known;
            return new Place(known, last, read);
        }
    }
}
