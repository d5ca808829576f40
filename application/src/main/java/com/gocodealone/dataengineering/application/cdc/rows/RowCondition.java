package com.gocodealone.dataengineering.application.cdc.rows;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Chooses changes by the row after, or the row before a DELETE. What the database did not send
 * counts as fitting: an event too many does less harm than one too few. Immutable.
 */
public final class RowCondition {
    private static final Map<String, Comparison.Operator> OPERATORS =
            Map.of(
                    "eq", Comparison.Operator.EQ,
                    "in", Comparison.Operator.EQ,
                    "not", Comparison.Operator.NOT,
                    "gt", Comparison.Operator.GT,
                    "gte", Comparison.Operator.GTE,
                    "lt", Comparison.Operator.LT,
                    "lte", Comparison.Operator.LTE);

    private record OfColumn(String column, Comparison comparison) {}

    private final List<OfColumn> comparisons;
    private final List<String> changed;

    private RowCondition(List<OfColumn> comparisons, List<String> changed) {
        this.comparisons = List.copyOf(comparisons);
        this.changed = List.copyOf(changed);
    }

    /** Says everything that is wrong with {@code where}. */
    public static void check(Map<String, @Nullable Object> where, Problems problems) {
        read(where, problems);
    }

    /**
     * All of {@code where} have to hold, and an update has to change one of {@code changed}.
     *
     * @param where a value, a list of which one has to be there, or a map of operators, by column
     * @param changed none when it does not matter
     */
    public static RowCondition of(Map<String, @Nullable Object> where, List<String> changed) {
        Problems problems = new Problems();
        List<OfColumn> comparisons = read(where, problems);
        problems.throwIfAny();
        return new RowCondition(comparisons, changed);
    }

    private static List<OfColumn> read(Map<String, @Nullable Object> where, Problems problems) {
        List<OfColumn> all = new ArrayList<>();
        where.forEach(
                (column, wish) -> {
                    if (wish instanceof Map<?, ?> operators) {
                        operators.forEach(
                                (word, wanted) ->
                                        read(column, String.valueOf(word), wanted, problems, all));
                    } else {
                        read(column, "eq", wish, problems, all);
                    }
                });
        return all;
    }

    private static void read(
            String column,
            String word,
            @Nullable Object wanted,
            Problems problems,
            List<OfColumn> into) {
        Comparison.Operator operator = OPERATORS.get(word.toLowerCase(Locale.ROOT));
        List<?> values = wanted instanceof List<?> many ? many : Collections.singletonList(wanted);
        String name = "where.%s.%s".formatted(column, word);
        if (operator == null) {
            problems.add(name + unknown(word));
        } else if (operator.isOrder() && (wanted == null || wanted instanceof List)) {
            problems.add(name + " needs one value");
        } else if (values.isEmpty()) {
            problems.add(name + " is an empty list, which no row fits");
        } else if (values.stream().anyMatch(one -> one instanceof List || one instanceof Map)) {
            problems.add(name + " may hold text, numbers, true, false and null only");
        } else {
            into.add(new OfColumn(column, new Comparison(operator, new ArrayList<>(values))));
        }
    }

    private static String unknown(String word) {
        return Nearest.to(word, OPERATORS.keySet())
                .map(" is no operator (did you mean %s?)"::formatted)
                .orElse(" is no operator (known: eq, in, not, gt, gte, lt, lte)");
    }

    /**
     * Whether {@code event} is wanted.
     *
     * @throws Failure INVALID when a column does not exist, or cannot be compared with what is
     *     wanted
     */
    public boolean holds(ChangeEvent event) {
        for (OfColumn one : comparisons) {
            if (!holds(one, event)) {
                return false;
            }
        }
        return changed.isEmpty()
                || event.operation() != Operation.UPDATE
                || changed.stream().anyMatch(column -> isChanged(column, event));
    }

    private static boolean holds(OfColumn one, ChangeEvent event) {
        Object value = value(one.column(), event);
        if (Row.isUnchanged(value)) {
            return true;
        }
        try {
            return one.comparison().holds(value);
        } catch (Failure failure) {
            throw new Failure(
                    failure.kind(),
                    "where.%s: %s in %s".formatted(one.column(), failure.fact(), event.table()),
                    failure);
        }
    }

    /** {@link Row#UNCHANGED} also when the database did not send it. */
    private static @Nullable Object value(String column, ChangeEvent event) {
        Row after = event.after();
        Object value =
                after == null ? Row.UNCHANGED : after.value(place(column, after, event.table()));
        Row before = event.before();
        return Row.isUnchanged(value) && before != null && before.type().indexOf(column) >= 0
                ? before.value(column)
                : value;
    }

    private static boolean isChanged(String column, ChangeEvent event) {
        Row after = event.after();
        Row before = event.before();
        if (after == null) {
            return true;
        }
        Object now = after.value(place(column, after, event.table()));
        if (Row.isUnchanged(now)) {
            return false;
        }
        return before == null
                || before.type().indexOf(column) < 0
                || Row.isUnchanged(before.value(column))
                || !Objects.deepEquals(now, before.value(column));
    }

    private static int place(String column, Row row, TableId table) {
        int index = row.type().indexOf(column);
        if (index < 0) {
            String hint =
                    Nearest.to(column, row.type().columns())
                            .map(" (did you mean %s?)"::formatted)
                            .orElse("");
            throw new Failure(
                    Failure.Kind.INVALID,
                    "where or changed: %s has no column %s%s".formatted(table, column, hint));
        }
        return index;
    }
}
