package com.example.jsonlines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a change of each line. */
final class Events {
    /** Numbers stay as they were written. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    }

    private final String schema;
    private final String key;
    private final RowType keyShape;

    /** One for all rows of a shape, so that a row costs no more than its values. */
    private RowType shape = new RowType(List.of());

    Events(String schema, String key) {
        this.schema = schema;
        this.key = key;
        this.keyShape = new RowType(List.of(key));
    }

    /** A line as it is written. */
    private record Change(
            String table,
            String op,
            Map<String, Object> before,
            Map<String, Object> after,
            String at) {
        Change {
            if (table == null || op == null || at == null || (before == null && after == null)) {
                throw new IllegalArgumentException("something is missing");
            }
        }

        Map<String, Object> row() {
            return after == null ? before : after;
        }
    }

    /**
     * @throws Failure INVALID that says where a line is that is not right; nothing after it comes,
     *     because a change that is left out would be lost without a word
     */
    ChangeEvent event(Log.Line line) {
        Place place = line.next();
        try {
            Change change = JSON.readValue(line.text(), Change.class);
            Operation operation = Operation.valueOf(change.op().toUpperCase(Locale.ROOT));
            Object id = change.row().get(key);
            return new ChangeEvent(
                    place.position(),
                    0,
                    operation,
                    new TableId(schema, change.table()),
                    id == null ? null : new Row(keyShape, new Object[] {id}),
                    row(change.before()),
                    row(change.after()),
                    Instant.parse(change.at()),
                    null);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    ("the line of %s that ends at byte %d is no change: it needs table, op (insert,"
                                    + " update or delete), before or after, and at")
                            .formatted(place.file(), place.offset()),
                    e);
        }
    }

    private Row row(Map<String, Object> members) {
        if (members == null) {
            return null;
        }
        List<String> columns = new ArrayList<>(members.keySet());
        if (!shape.columns().equals(columns)) {
            shape = new RowType(columns);
        }
        return new Row(shape, members.values().toArray());
    }
}
