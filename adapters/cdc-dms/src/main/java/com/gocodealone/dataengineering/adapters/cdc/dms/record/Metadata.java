package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** What DMS writes beside a row. */
record Metadata(JsonNode fields) {
    private static final String OWN_TABLES = "awsdms_";

    boolean isData() {
        return text("record-type").equals("data");
    }

    boolean isControl() {
        return text("record-type").equals("control");
    }

    String operation() {
        return text("operation");
    }

    TableId table() {
        return new TableId(text("schema-name"), text("table-name"));
    }

    /** Whether it is of a table that DMS keeps for itself. */
    boolean isOfDms() {
        return text("schema-name").isEmpty() || text("table-name").startsWith(OWN_TABLES);
    }

    @Nullable String transaction() {
        String id = text("transaction-id");
        return id.isEmpty() ? null : id;
    }

    /** The name that a change keeps when DMS writes it again; null without transaction details. */
    @Nullable String name() {
        String position = text("stream-position");
        String number = text("transaction-record-id");
        return position.isEmpty() || number.isEmpty() ? null : position + "/" + number;
    }

    /** When it was committed or, where that is not said, when DMS wrote it. */
    Instant at(Instant otherwise) {
        Instant committed = instant("commit-timestamp");
        Instant written = committed == null ? instant("timestamp") : committed;
        return written == null ? otherwise : written;
    }

    private @Nullable Instant instant(String field) {
        try {
            String text = text(field);
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unlike) {
            return null;
        }
    }

    private String text(String field) {
        JsonNode value = fields.path(field);
        return value.isNull() ? "" : value.asText();
    }
}
