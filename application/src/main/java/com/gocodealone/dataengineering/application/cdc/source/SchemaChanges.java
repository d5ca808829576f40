package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion.Column;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one structure of a table differs from the one before.
 *
 * @param nullability columns that may be null now and might not before, or the other way round
 * @param key null when the key is the same
 */
public record SchemaChanges(
        List<String> added,
        List<String> dropped,
        List<Renamed> renamed,
        List<Retyped> retyped,
        List<Nullability> nullability,
        @Nullable KeyChange key) {

    /** A column whose number stayed the same while its name did not. */
    public record Renamed(String from, String to) {}

    /** A column by its new name. */
    public record Retyped(String column, String from, String to) {}

    /** A column by its new name. */
    public record Nullability(String column, boolean nullable) {}

    /** The key columns before and now. */
    public record KeyChange(List<String> from, List<String> to) {}

    public static SchemaChanges between(SchemaVersion before, SchemaVersion now) {
        List<String> added = new ArrayList<>();
        List<Renamed> renamed = new ArrayList<>();
        List<Retyped> retyped = new ArrayList<>();
        List<Nullability> nullability = new ArrayList<>();
        List<Column> gone = new ArrayList<>(before.columns());
        for (Column column : now.columns()) {
            Optional<Column> old = sameAs(column, before.columns());
            if (old.isEmpty()) {
                added.add(column.name());
                continue;
            }
            Column was = old.get();
            gone.remove(was);
            if (!was.name().equals(column.name())) {
                renamed.add(new Renamed(was.name(), column.name()));
            }
            if (!was.type().equals(column.type())) {
                retyped.add(new Retyped(column.name(), was.type(), column.type()));
            }
            Boolean nullable = column.nullable();
            if (nullable != null && was.nullable() != null && !nullable.equals(was.nullable())) {
                nullability.add(new Nullability(column.name(), nullable));
            }
        }
        KeyChange key =
                before.key().equals(now.key()) ? null : new KeyChange(before.key(), now.key());
        List<String> dropped = gone.stream().map(Column::name).toList();
        return new SchemaChanges(added, dropped, renamed, retyped, nullability, key);
    }

    /** By number where the source has numbers, or else by name. */
    private static Optional<Column> sameAs(Column column, List<Column> before) {
        return before.stream()
                .filter(
                        old ->
                                (column.number() == null || old.number() == null)
                                        ? old.name().equals(column.name())
                                        : Objects.equals(old.number(), column.number()))
                .findFirst();
    }
}
