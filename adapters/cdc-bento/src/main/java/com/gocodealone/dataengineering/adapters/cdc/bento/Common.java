package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * What consecutive messages of Bento's mostly have in common. Immutable.
 *
 * @param log the place of the transaction; empty when the input tells none
 * @param committedAt when it was read, when the input does not tell
 * @param error what a processor of the user's said when it failed
 */
record Common(
        String operation,
        TableId table,
        String log,
        Instant committedAt,
        @Nullable String transaction,
        @Nullable String error) {
    /**
     * What {@code metadata} says.
     *
     * @param schema of tables that come without one
     */
    static Common of(Map<String, String> metadata, String schema) {
        String lsn = metadata.get("lsn");
        return new Common(
                metadata.getOrDefault("operation", ""),
                new TableId(
                        metadata.getOrDefault("schema", schema),
                        metadata.getOrDefault("table", "")),
                lsn == null ? metadata.getOrDefault("binlog_position", "") : lsn,
                instant(metadata.get("commit_ts")),
                metadata.get("transaction_id"),
                metadata.get("processing_error"));
    }

    private static Instant instant(@Nullable String text) {
        try {
            return text == null ? Instant.now() : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.now();
        }
    }
}
