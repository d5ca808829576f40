package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.Json;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reloads that were wished for; they outlive the process. Thread-safe. */
final class Reloads {
    private static final String KEY = "dms.reloads";

    private final StateStore state;
    private final Map<String, Reload> wishes = new LinkedHashMap<>();

    /**
     * @param askedAt when DMS was asked for it; null while it was not
     */
    record Reload(String id, List<TableId> tables, @Nullable Instant askedAt) {
        Reload {
            tables = List.copyOf(tables);
        }
    }

    Reloads(StateStore state) {
        this.state = state;
        String text = state.get(KEY);
        if (text != null) {
            Json.read(text).properties().forEach(wish -> read(wish.getKey(), wish.getValue()));
        }
    }

    private void read(String id, JsonNode wish) {
        List<TableId> tables = new ArrayList<>();
        wish.path("tables")
                .forEach(
                        table ->
                                tables.add(
                                        new TableId(table.get(0).asText(), table.get(1).asText())));
        Instant askedAt =
                wish.hasNonNull("asked_at") ? Instant.parse(wish.get("asked_at").asText()) : null;
        wishes.put(id, new Reload(id, tables, askedAt));
    }

    synchronized List<Reload> all() {
        return List.copyOf(wishes.values());
    }

    synchronized void add(String id, List<TableId> tables) {
        wishes.put(id, new Reload(id, tables, null));
        store();
    }

    synchronized void asked(Reload reload, Instant at) {
        wishes.put(reload.id(), new Reload(reload.id(), reload.tables(), at));
        store();
    }

    synchronized void remove(String id) {
        wishes.remove(id);
        store();
    }

    /**
     * Forgets a wish that DMS was not asked for yet.
     *
     * @throws Failure NOT_FOUND when there is none, UNSUPPORTED when DMS was asked: it reads a
     *     table to its end
     */
    synchronized void cancel(String id) {
        Reload reload = wishes.get(id);
        if (reload == null) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND, "no snapshot \"%s\" is under way".formatted(id));
        }
        if (reload.askedAt() != null) {
            throw new Failure(
                    Failure.Kind.UNSUPPORTED,
                    "DMS has begun to reload the tables, and it does not stop before their end");
        }
        remove(id);
    }

    private void store() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Reload reload : wishes.values()) {
            ObjectNode wish = all.putObject(reload.id());
            ArrayNode tables = wish.putArray("tables");
            reload.tables()
                    .forEach(table -> tables.addArray().add(table.schema()).add(table.name()));
            if (reload.askedAt() != null) {
                wish.put("asked_at", reload.askedAt().toString());
            }
        }
        state.put(Map.of(KEY, all.toString()));
    }
}
