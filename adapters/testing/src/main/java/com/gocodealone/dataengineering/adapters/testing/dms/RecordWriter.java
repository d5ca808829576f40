package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Puts changes into the form in which DMS writes them to Kinesis. Confined. */
final class RecordWriter {
    private final KinesisTarget target;

    RecordWriter(KinesisTarget target) {
        this.target = target;
    }

    /**
     * Where a change stands.
     *
     * @param number its place in its transaction
     */
    record Place(String lsn, String transaction, Instant committedAt, int number) {}

    void load(SourceTable table, Map<String, @Nullable String> row) throws InterruptedException {
        ObjectNode record = AwsJson.object();
        record.set("data", table.row(row));
        metadata(record, "data", "load", table);
        target.write(table.partitionKey(row), record);
    }

    void change(SourceTable table, DecodedChange change, Place place) throws InterruptedException {
        ObjectNode record = AwsJson.object();
        record.set("data", table.row(change.row()));
        if (!change.before().isEmpty()) {
            record.set("before-image", table.row(change.before()));
        }
        ObjectNode metadata =
                metadata(record, "data", change.operation().toLowerCase(Locale.ROOT), table);
        metadata.put("transaction-id", Long.parseLong(place.transaction()));
        metadata.put("transaction-record-id", place.number());
        metadata.put("commit-timestamp", place.committedAt().toString());
        metadata.put("stream-position", place.lsn());
        target.write(table.partitionKey(change.row()), record);
    }

    void control(SourceTable table, String operation) throws InterruptedException {
        ObjectNode record = AwsJson.object();
        record.putObject("control").set("table-def", table.definition());
        metadata(record, "control", operation, table).put("partition-key-type", "task-id");
        target.write("task", record);
    }

    private static ObjectNode metadata(
            ObjectNode record, String type, String operation, SourceTable table) {
        ObjectNode metadata = record.putObject("metadata");
        metadata.put("timestamp", Instant.now().toString());
        metadata.put("record-type", type);
        metadata.put("operation", operation);
        metadata.put("partition-key-type", "primary-key");
        metadata.put("schema-name", table.schema());
        metadata.put("table-name", table.name());
        return metadata;
    }

    void flush() throws InterruptedException {
        target.flush();
    }
}
