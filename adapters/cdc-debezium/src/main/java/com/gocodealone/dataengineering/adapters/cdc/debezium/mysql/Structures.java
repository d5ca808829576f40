package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads from Debezium's record of a statement which structure its tables have from there on. */
final class Structures {
    private Structures() {}

    static List<SchemaVersion> of(Struct record, Position position, Instant at) {
        List<SchemaVersion> versions = new ArrayList<>();
        List<Struct> changes = record.getArray("tableChanges");
        for (Struct change : changes == null ? List.<Struct>of() : changes) {
            Struct table = change.getStruct("table");
            versions.add(
                    new SchemaVersion(
                            table(change.getString("id")),
                            position,
                            at,
                            table == null ? List.of() : columns(table),
                            table == null ? List.of() : key(table),
                            record.getString("ddl")));
        }
        return versions;
    }

    /** Such as "shop"."orders", with its quotes. */
    private static TableId table(String id) {
        String inner = id.substring(1, id.length() - 1);
        int end = inner.indexOf("\".\"");
        return new TableId(
                inner.substring(0, end).replace("\"\"", "\""),
                inner.substring(end + 3).replace("\"\"", "\""));
    }

    private static List<SchemaVersion.Column> columns(Struct table) {
        List<Struct> columns = table.getArray("columns");
        return columns.stream()
                .map(
                        column ->
                                new SchemaVersion.Column(
                                        column.getString("name"),
                                        type(column),
                                        column.getBoolean("optional"),
                                        null))
                .toList();
    }

    private static String type(Struct column) {
        String name = column.getString("typeName");
        Integer length = column.getInt32("length");
        Integer scale = column.getInt32("scale");
        List<String> values = column.getArray("enumValues");
        if (values != null && !values.isEmpty()) {
            return name + "(" + String.join(",", values) + ")";
        }
        return length == null || length < 0 ? name : name + arguments(length, scale);
    }

    private static String arguments(int length, @Nullable Integer scale) {
        return scale == null ? "(%d)".formatted(length) : "(%d,%d)".formatted(length, scale);
    }

    private static List<String> key(Struct table) {
        List<String> key = table.getArray("primaryKeyColumnNames");
        return key == null ? List.of() : key;
    }
}
