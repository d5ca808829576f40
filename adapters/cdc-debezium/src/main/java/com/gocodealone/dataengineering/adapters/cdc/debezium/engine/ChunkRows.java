package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the rows of a chunk, in the order of their keys. Confined to one thread. */
public final class ChunkRows {
    private static final long EVENT_BYTES = 120;

    private final RowType type;
    private final RowType keyType;
    private final List<Integer> keyPlaces;
    private final Instant now = Instant.now();
    private final Map<List<@Nullable Object>, Item.Read> items = new LinkedHashMap<>();
    private TableRead reached;
    private int count;
    private long bytes;

    /**
     * @param read how far the table is before these rows
     */
    public ChunkRows(TableRead read, List<String> columns, List<String> key) {
        this.reached = read;
        this.type = new RowType(columns);
        this.keyType = new RowType(key);
        this.keyPlaces = key.stream().map(columns::indexOf).toList();
    }

    /**
     * @param texts of the columns, as the database wrote them
     * @param values of the columns, as an event has them
     */
    public void add(@Nullable String[] texts, @Nullable Object[] values) {
        List<String> key = keyPlaces.stream().map(place -> String.valueOf(texts[place])).toList();
        Row keyRow = new Row(keyType, keyPlaces.stream().map(place -> values[place]).toArray());
        long size = EVENT_BYTES;
        for (String text : texts) {
            size += Sizes.of(text);
        }
        reached = reached.read(key);
        ChangeEvent event = event(key, keyRow, new Row(type, values));
        items.put(Interleaver.key(keyRow), new Item.Read(event, size, reached));
        count++;
        bytes += size;
    }

    private ChangeEvent event(List<String> key, Row keyRow, Row row) {
        String name = key.size() == 1 ? key.getFirst() : JsonForms.text(key);
        Position position =
                new Position("%s/%s/%s".formatted(reached.snapshot(), reached.table(), name));
        return new ChangeEvent(
                position, 0, Operation.READ, reached.table(), keyRow, null, row, now, null);
    }

    int count() {
        return count;
    }

    /** About how much memory a row takes. */
    long bytesOfOne() {
        return Math.max(1, bytes / Math.max(1, count));
    }

    /**
     * @param last whether no row of the table follows
     */
    public Chunk chunk(Sight sight, long readAt, Description description, boolean last) {
        return new Chunk(sight, readAt, description, items, reached.chunkRead(last));
    }
}
