package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonParser;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a message of Bento's says beside its content. Immutable. */
record Metadata(Map<String, String> entries, String defaultSchema) {
    /** Reads the object that {@code parser} is at. */
    static Metadata read(JsonParser parser, String defaultSchema) throws IOException {
        Map<String, String> entries = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            String text = parser.getValueAsString();
            if (text == null) {
                parser.skipChildren();
            } else {
                entries.put(name, text);
            }
        }
        return new Metadata(entries, defaultSchema);
    }

    String operation() {
        return entries.getOrDefault("operation", "");
    }

    TableId table() {
        return new TableId(
                entries.getOrDefault("schema", defaultSchema), entries.getOrDefault("table", ""));
    }

    /** The place of the transaction; empty when the input tells none. */
    String log() {
        String lsn = entries.get("lsn");
        return lsn == null ? entries.getOrDefault("binlog_position", "") : lsn;
    }

    @Nullable Long index() {
        String index = entries.get("index");
        return index == null ? null : Long.valueOf(index);
    }

    @Nullable String transaction() {
        return entries.get("transaction_id");
    }

    @Nullable String before() {
        return entries.get("before");
    }

    @Nullable String error() {
        return entries.get("processing_error");
    }

    /** Now, when the input does not tell. */
    Instant committedAt() {
        String text = entries.get("commit_ts");
        try {
            return text == null ? Instant.now() : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.now();
        }
    }

    List<String> unchanged() throws IOException {
        String names = entries.get("unchanged");
        return names == null ? List.of() : new ArrayList<>(Contents.names(names));
    }
}
