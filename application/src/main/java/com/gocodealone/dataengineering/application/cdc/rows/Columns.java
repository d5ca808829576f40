package com.gocodealone.dataengineering.application.cdc.rows;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Leaves out and hides columns before anything sees an event. Thread-safe. */
public final class Columns {
    private final List<ColumnPattern> include;
    private final List<ColumnPattern> exclude;
    private final List<Rule> masks;

    /** Patterns are slow and shapes are few. */
    private final Map<Shape, Projection> projections = new ConcurrentHashMap<>();

    private record Rule(ColumnPattern columns, Mask mask) {}

    private record Shape(TableId table, RowType type) {}

    public Columns(ColumnOptions options) {
        this.include = ColumnPattern.of(options.include());
        this.exclude = ColumnPattern.of(options.exclude());
        this.masks = rules(options.mask());
    }

    /** What hides most comes first. */
    private static List<Rule> rules(MaskOptions options) {
        List<Rule> rules = new ArrayList<>();
        ColumnPattern.of(options.redact()).forEach(p -> rules.add(new Rule(p, new Mask.Redact())));
        ColumnPattern.of(options.hash())
                .forEach(p -> rules.add(new Rule(p, Mask.Hash.with(options.salt()))));
        options.truncate()
                .forEach(
                        (text, length) ->
                                rules.add(
                                        new Rule(
                                                ColumnPattern.of(text),
                                                new Mask.Truncate(length))));
        return List.copyOf(rules);
    }

    /** {@code event} as it may be shown. */
    public ChangeEvent of(ChangeEvent event) {
        if (include.isEmpty() && exclude.isEmpty() && masks.isEmpty()) {
            return event;
        }
        TableId table = event.table();
        return new ChangeEvent(
                event.position(),
                event.index(),
                event.operation(),
                table,
                row(table, event.key()),
                row(table, event.before()),
                row(table, event.after()),
                event.committedAt(),
                event.transaction());
    }

    private @Nullable Row row(TableId table, @Nullable Row row) {
        return row == null
                ? null
                : projections
                        .computeIfAbsent(new Shape(table, row.type()), this::projection)
                        .of(row);
    }

    private Projection projection(Shape shape) {
        List<String> columns = shape.type().columns();
        List<String> kept =
                columns.stream().filter(column -> isShown(shape.table(), column)).toList();
        int[] sources = kept.stream().mapToInt(columns::indexOf).toArray();
        @Nullable Mask[] hidden =
                kept.stream().map(column -> mask(shape.table(), column)).toArray(Mask[]::new);
        return new Projection(new RowType(kept), sources, hidden);
    }

    private boolean isShown(TableId table, String column) {
        return (include.isEmpty() || ColumnPattern.anyMatches(include, table, column))
                && !ColumnPattern.anyMatches(exclude, table, column);
    }

    private @Nullable Mask mask(TableId table, String column) {
        return masks.stream()
                .filter(rule -> rule.columns().matches(table, column))
                .map(Rule::mask)
                .findFirst()
                .orElse(null);
    }

    /** Makes the rows that are shown of those of one shape. */
    private static final class Projection {
        private final RowType type;
        private final int[] sources;
        private final @Nullable Mask[] masks;

        Projection(RowType type, int[] sources, @Nullable Mask[] masks) {
            this.type = type;
            this.sources = sources;
            this.masks = masks;
        }

        Row of(Row row) {
            @Nullable Object[] values = new @Nullable Object[sources.length];
            for (int i = 0; i < sources.length; i++) {
                values[i] = shown(row.value(sources[i]), masks[i]);
            }
            return new Row(type, values);
        }

        private static @Nullable Object shown(@Nullable Object value, @Nullable Mask mask) {
            return mask == null || value == null || Row.isUnchanged(value)
                    ? value
                    : mask.hide(value);
        }
    }
}
