package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes changes of the JSON that the connector writes. Confined. */
final class ChangeReader {
    private static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxStringLength(Integer.MAX_VALUE)
                                            .maxNameLength(Integer.MAX_VALUE)
                                            .build())
                            .build());

    private final ConnectOptions.Before before;

    /** Rows of one shape share their type. */
    private final Map<List<String>, RowType> types = new HashMap<>();

    ChangeReader(ConnectOptions.Before before) {
        this.before = before;
    }

    /**
     * @param inSnapshot whether more rows that are there follow
     */
    record Read(ChangeEvent event, boolean inSnapshot) {}

    /** Null when the record tells of no row. */
    @Nullable Read read(Position position, byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        JsonNode change = tree(value, position);
        Operation operation = operation(change.path("op").asText());
        if (operation == null) {
            return null;
        }
        JsonNode source = change.path("source");
        JsonNode old = change.path("before");
        JsonNode now = change.path("after");
        JsonNode keys = key == null ? JSON.nullNode() : tree(key, position);
        String snapshot = source.path("snapshot").asText("false");
        ChangeEvent event =
                new ChangeEvent(
                        position,
                        0,
                        operation,
                        new TableId(source.path("schema").asText(), source.path("table").asText()),
                        keys.isObject() ? part(now.isObject() ? now : old, keys) : null,
                        before(old, keys),
                        now.isObject() ? row(now) : null,
                        committedAt(source),
                        operation == Operation.READ || !source.hasNonNull("txId")
                                ? null
                                : source.get("txId").asText());
        return new Read(event, !snapshot.equals("false") && !snapshot.equals("last"));
    }

    private static JsonNode tree(byte[] json, Position position) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    ("the record at %s is not one that this source's connector writes: does"
                                    + " something else write to its topic?")
                            .formatted(position),
                    e);
        }
    }

    private @Nullable Row before(JsonNode old, JsonNode keys) {
        if (!old.isObject()) {
            return null;
        }
        boolean cut = before == ConnectOptions.Before.KEY && keys.isObject();
        return cut ? part(old, keys) : row(old);
    }

    private Row row(JsonNode columns) {
        return part(columns, columns);
    }

    /** The columns of {@code row} that {@code chosen} has too. */
    private Row part(JsonNode row, JsonNode chosen) {
        List<String> names = new ArrayList<>(chosen.size());
        chosen.fieldNames().forEachRemaining(names::add);
        RowType type = types.computeIfAbsent(names, RowType::new);
        @Nullable Object[] values = new @Nullable Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    Values.of(Objects.requireNonNullElse(row.get(names.get(i)), JSON.nullNode()));
        }
        return new Row(type, values);
    }

    private static Instant committedAt(JsonNode source) {
        JsonNode micros = source.get("ts_us");
        return micros == null
                ? Instant.ofEpochMilli(source.path("ts_ms").asLong())
                : Instant.EPOCH.plus(micros.asLong(), ChronoUnit.MICROS);
    }

    private static @Nullable Operation operation(String op) {
        return switch (op) {
            case "c" -> Operation.INSERT;
            case "u" -> Operation.UPDATE;
            case "d" -> Operation.DELETE;
            case "t" -> Operation.TRUNCATE;
            case "r" -> Operation.READ;
            default -> null;
        };
    }
}
