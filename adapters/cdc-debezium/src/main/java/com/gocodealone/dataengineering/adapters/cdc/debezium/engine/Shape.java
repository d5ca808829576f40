package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * How the rows of one table look while its Connect schema stays the same: all rows share its row
 * types. Immutable.
 */
public final class Shape {
    private static final long ROW_BYTES = 48;

    private final Schema schema;
    private final Description description;
    private final Function<Schema, ? extends Form> forms;
    private final Part whole;
    private final Part key;
    private final @Nullable Part before;

    /**
     * @param forms by a column's Connect schema
     * @param previous of the same table, to share what did not change
     */
    public Shape(
            Schema schema,
            Description description,
            Identity identity,
            Function<Schema, ? extends Form> forms,
            @Nullable Shape previous) {
        this.schema = schema;
        this.description = description;
        this.forms = forms;
        List<String> all = schema.fields().stream().map(Field::name).toList();
        whole = part(all, previous == null ? null : previous.whole);
        key = part(identity.key(), previous == null ? null : previous.key);
        Part sent = identity.before().isEmpty() ? null : part(identity.before(), null);
        before = identity.full() ? whole : sent;
    }

    public Description description() {
        return description;
    }

    /** By identity: Debezium makes a new schema when the table may have changed. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isOf(Schema other) {
        return schema == other;
    }

    public Sized row(Struct values) {
        return whole.read(values);
    }

    /**
     * The part of a row before its change that the database really sent; null when it sent none.
     */
    public @Nullable Sized rowBefore(@Nullable Struct values) {
        return values == null || before == null ? null : before.read(values);
    }

    /** Null when the table has no key, or {@code values} lack it. */
    public @Nullable Sized key(@Nullable Struct values) {
        return values == null || key.forms.isEmpty() ? null : key.read(values);
    }

    /** A row and about how many bytes it takes. */
    public record Sized(Row row, long bytes) {}

    private Part part(List<String> columns, @Nullable Part previous) {
        List<String> there = columns.stream().filter(name -> schema.field(name) != null).toList();
        boolean same = previous != null && previous.type.columns().equals(there);
        RowType type = same ? Objects.requireNonNull(previous).type : new RowType(there);
        List<? extends Form> formsThere =
                there.stream().map(name -> this.forms.apply(schema.field(name).schema())).toList();
        return new Part(type, formsThere);
    }

    private record Part(RowType type, List<? extends Form> forms) {
        Sized read(Struct values) {
            @Nullable Object[] row = new @Nullable Object[forms.size()];
            long bytes = ROW_BYTES;
            for (int i = 0; i < row.length; i++) {
                Object carried = values.getWithoutDefault(type.columns().get(i));
                bytes += Sizes.of(carried);
                row[i] = carried == null ? null : value(forms.get(i), carried);
            }
            return new Sized(new Row(type, row), bytes);
        }

        private static @Nullable Object value(Form form, Object carried) {
            return Kind.isUnchanged(carried) ? Row.UNCHANGED : form.value(carried);
        }
    }
}
