package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns records of the stream into changes. Confined. */
public final class Decoder {
    private static final Logger LOG = LoggerFactory.getLogger(Decoder.class);

    private final List<TablePattern> patterns;
    private final String beforeField;
    private final Tables tables;
    private final Repeats repeats = new Repeats();

    /** The tables whose structure this stream has given. */
    private final Set<TableId> given = new HashSet<>();

    /**
     * @param beforeField the name that the task's settings give the row before a change
     * @param state where structures are remembered
     */
    public Decoder(List<TablePattern> patterns, String beforeField, StateStore state) {
        this.patterns = List.copyOf(patterns);
        this.beforeField = beforeField;
        this.tables = new Tables(state);
    }

    /**
     * @throws Failure INVALID when DMS cannot have written {@code record}, because a change might
     *     be lost if it were skipped
     */
    public Decoded decode(StreamRecord record) {
        JsonNode content = read(record);
        Metadata metadata = new Metadata(content.path("metadata"));
        if (metadata.isOfDms() || !TablePattern.anyMatches(patterns, metadata.table())) {
            return Decoded.NOTHING;
        }
        if (metadata.isControl()) {
            return control(record, metadata, content.path("control"));
        }
        if (metadata.isData()) {
            return data(record, metadata, content);
        }
        throw foreign(record, null);
    }

    private static JsonNode read(StreamRecord record) {
        try {
            JsonNode content = Json.read(record.data());
            if (content.path("metadata").isObject()) {
                return content;
            }
        } catch (IOException notJson) {
            throw foreign(record, notJson);
        }
        throw foreign(record, null);
    }

    private static Failure foreign(StreamRecord record, @Nullable IOException cause) {
        return new Failure(
                Failure.Kind.INVALID,
                ("the record %s is not one that DMS writes: the stream has to be for the task"
                     + " alone, and the endpoint's message format JSON_UNFORMATTED or JSON")
                        .formatted(record.place()),
                cause);
    }

    private Decoded control(StreamRecord record, Metadata metadata, JsonNode control) {
        TableId table = metadata.table();
        if (metadata.operation().equals("truncate-table")) {
            return change(event(record, metadata, Operation.TRUNCATE, Rows.NONE));
        }
        JsonNode described = control.path("table-def");
        boolean dropped = metadata.operation().equals("drop-table");
        if (!dropped && !described.isObject()) {
            LOG.info("{} of {} comes without a table definition", metadata.operation(), table);
            return Decoded.NOTHING;
        }
        TableDefinition now = dropped ? TableDefinition.dropped() : TableDefinition.of(described);
        if (now.isSameAs(tables.of(table))) {
            return Decoded.NOTHING;
        }
        tables.put(table, now);
        given.add(table);
        Position position = new Position(record.place());
        return new Decoded.Structure(
                now.version(table, position, metadata.at(record.arrivedAt())), now);
    }

    private Decoded change(ChangeEvent event) {
        TableDefinition definition = tables.of(event.table());
        if (definition == null || !given.add(event.table())) {
            return new Decoded.Change(event, null);
        }
        return new Decoded.Change(
                event, definition.version(event.table(), event.position(), event.committedAt()));
    }

    private Decoded data(StreamRecord record, Metadata metadata, JsonNode content) {
        TableId table = metadata.table();
        Row data = row(table, content.path("data"));
        Row before = row(table, content.path(beforeField));
        Operation operation = operation(record, metadata);
        Rows rows =
                switch (operation) {
                    case READ, INSERT -> new Rows(null, data);
                    case UPDATE -> new Rows(before, data);
                    case DELETE -> new Rows(data == null ? before : data, null);
                    case TRUNCATE -> Rows.NONE;
                };
        Repeats.Sight sight = sight(metadata, content);
        if (sight == Repeats.Sight.REPEATED) {
            return Decoded.NOTHING;
        }
        ChangeEvent event = event(record, metadata, operation, rows);
        return change(sight == Repeats.Sight.CLASHES ? placed(event, record) : event);
    }

    private Repeats.Sight sight(Metadata metadata, JsonNode content) {
        String name = metadata.name();
        return name == null
                ? Repeats.Sight.NEW
                : repeats.look(
                        name,
                        metadata.operation() + " " + metadata.table() + " " + content.path("data"));
    }

    private static Operation operation(StreamRecord record, Metadata metadata) {
        return switch (metadata.operation()) {
            case "load" -> Operation.READ;
            case "insert" -> Operation.INSERT;
            case "update" -> Operation.UPDATE;
            case "delete" -> Operation.DELETE;
            default -> throw foreign(record, null);
        };
    }

    /** The row before and the row after. */
    private record Rows(@Nullable Row before, @Nullable Row after) {
        static final Rows NONE = new Rows(null, null);

        @Nullable Row either() {
            return after == null ? before : after;
        }
    }

    private ChangeEvent event(
            StreamRecord record, Metadata metadata, Operation operation, Rows rows) {
        String name = metadata.name();
        return new ChangeEvent(
                new Position(name == null ? record.place() : name),
                0,
                operation,
                metadata.table(),
                key(metadata.table(), rows.either()),
                rows.before(),
                rows.after(),
                metadata.at(record.arrivedAt()),
                operation == Operation.READ ? null : metadata.transaction());
    }

    /** The same, named by its place in the stream, because its own name is taken. */
    private static ChangeEvent placed(ChangeEvent event, StreamRecord record) {
        return new ChangeEvent(
                new Position(record.place()),
                event.index(),
                event.operation(),
                event.table(),
                event.key(),
                event.before(),
                event.after(),
                event.committedAt(),
                event.transaction());
    }

    private @Nullable Row row(TableId table, JsonNode fields) {
        if (!fields.isObject()) {
            return null;
        }
        TableDefinition definition = tables.of(table);
        List<String> columns = new ArrayList<>(fields.size());
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (var field : fields.properties()) {
            String column = field.getKey();
            String type = definition == null ? null : definition.type(column);
            values[columns.size()] = Values.of(field.getValue(), type);
            columns.add(column);
        }
        return new Row(tables.rowType(columns), values);
    }

    private @Nullable Row key(TableId table, @Nullable Row row) {
        TableDefinition definition = tables.of(table);
        if (row == null || definition == null || definition.key().isEmpty()) {
            return null;
        }
        List<String> columns = definition.key();
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(columns.get(i));
        }
        return new Row(tables.rowType(columns), values);
    }
}
