package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.Json;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the source remembers of its stream: of each shard, up to where everything is acknowledged.
 * One thread writes.
 */
public final class Checkpoints {
    private static final String STREAM = "dms.stream";
    private static final String FROM = "dms.from";
    private static final String SHARDS = "dms.shards";
    private static final String POSITION = "dms.position";
    private static final String OLDEST = "oldest";

    private final StateStore state;
    private final Map<String, Checkpoint> shards = new TreeMap<>();

    public Checkpoints(StateStore state) {
        this.state = state;
        String text = state.get(SHARDS);
        if (text != null) {
            Json.read(text)
                    .properties()
                    .forEach(shard -> shards.put(shard.getKey(), read(shard.getValue())));
        }
    }

    private static Checkpoint read(JsonNode shard) {
        return new Checkpoint(
                shard.hasNonNull("sequence") ? shard.get("sequence").asText() : null,
                shard.path("end").asBoolean(),
                Instant.parse(shard.path("until").asText()));
    }

    /** The stream that was read; null when none was. */
    public @Nullable String stream() {
        return state.get(STREAM);
    }

    /** The last position that was acknowledged; null when none was. */
    public @Nullable Position position() {
        String text = state.get(POSITION);
        return text == null ? null : new Position(text);
    }

    /**
     * Begins anew, whatever was acknowledged.
     *
     * @param since what arrived before is not read; null to read all that is kept
     */
    public void begin(String stream, @Nullable Instant since) {
        shards.clear();
        state.remove(SHARDS);
        keep(Map.of(STREAM, stream, FROM, since == null ? OLDEST : since.toString()));
    }

    /** Forgets everything. */
    public void forget() {
        shards.clear();
        List.of(STREAM, FROM, SHARDS, POSITION).forEach(state::remove);
    }

    @Nullable Checkpoint of(String shard) {
        return shards.get(shard);
    }

    /** The shards that were begun. */
    Collection<String> begun() {
        return List.copyOf(shards.keySet());
    }

    boolean isEnd(String shard) {
        Checkpoint reached = shards.get(shard);
        return reached != null && reached.isEnd();
    }

    /** Where reading of {@code shard} goes on, or begins. */
    Place place(String shard) {
        Checkpoint reached = shards.get(shard);
        return reached == null || reached.sequence() == null
                ? first()
                : new Place.After(reached.sequence());
    }

    /** Where reading of a shard begins of which nothing is acknowledged. */
    Place first() {
        String from = state.get(FROM);
        return from == null || from.equals(OLDEST)
                ? new Place.Oldest()
                : new Place.Since(Instant.parse(from));
    }

    /** Takes note that {@code record} is done with; {@link #store} makes it last. */
    public void reached(StreamRecord record) {
        shards.put(
                record.shard(),
                known(record.shard()).reached(record.sequence(), record.arrivedAt()));
    }

    /** Takes note that all of {@code shard} is done with. */
    public void ended(String shard) {
        shards.put(shard, known(shard).ended());
    }

    /** Takes note that nothing of {@code shard} that arrived before {@code at} is still to come. */
    public void seenIdle(String shard, Instant at) {
        shards.put(shard, known(shard).seenIdle(at));
    }

    private Checkpoint known(String shard) {
        Checkpoint known = shards.get(shard);
        return known == null ? new Checkpoint(null, false, Instant.now()) : known;
    }

    /** Forgets a shard that the stream has forgotten. */
    void remove(String shard) {
        shards.remove(shard);
    }

    /**
     * Makes durable what was taken note of, with {@code more}.
     *
     * @param position the last that is acknowledged; null when none is
     * @throws Failure UNAVAILABLE when the store cannot be written
     */
    public void store(@Nullable Position position, Map<String, String> more) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        shards.forEach(
                (name, reached) -> {
                    ObjectNode shard = all.putObject(name);
                    if (reached.sequence() != null) {
                        shard.put("sequence", reached.sequence());
                    }
                    if (reached.isEnd()) {
                        shard.put("end", true);
                    }
                    shard.put("until", reached.until().toString());
                });
        Map<String, String> entries = new HashMap<>(more);
        entries.put(SHARDS, all.toString());
        if (position != null) {
            entries.put(POSITION, position.text());
        }
        keep(entries);
    }

    private void keep(Map<String, String> entries) {
        try {
            state.put(entries);
        } catch (Failure failure) {
            throw failure;
        } catch (RuntimeException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the state of the source could not be stored: " + e.getMessage(),
                    e);
        }
    }
}
