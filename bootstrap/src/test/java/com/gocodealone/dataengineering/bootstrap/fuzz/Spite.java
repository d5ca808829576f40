package com.gocodealone.dataengineering.bootstrap.fuzz;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values that nobody expects. Confined to a thread. */
final class Spite {
    private static final int DEEPEST = 6;
    private static final int LARGE = 100_000;

    /** Each has once been more than some program could take. */
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "\u0000",
                    "\r\n\tline\nline",
                    "\ufeff\u202e\ud83d\ude00e\u0301",
                    "${ steps.x }",
                    "{{ .x }}",
                    "%s%n%1$s%",
                    "../../../../etc/passwd",
                    "a\"; DROP TABLE x; --",
                    "null",
                    "-0",
                    "-1",
                    "99999999999999999999",
                    "1e400",
                    "1e999999999",
                    "[1e999999999]",
                    "{\"a\": 1e999999999}",
                    "999999999d",
                    "999999999999PB",
                    "+999999999-12-31T23:59:59Z",
                    "*.*.*.*",
                    "(((((a+)+)+)+)+)!",
                    "postgres://u:%zz@127.0.0.1:1/x",
                    "postgres://u:" + "@".repeat(500) + "/x",
                    "mysql://u:p@[::1/x?sslMode=%00",
                    "9".repeat(5000),
                    "1s".repeat(5000),
                    "[".repeat(5000),
                    "{\"a\":".repeat(5000),
                    "a,".repeat(5000));

    /** What is well-formed, so that more of the plugin is reached. */
    private static final List<String> SENSIBLE =
            List.of(
                    "a",
                    "b",
                    "debezium",
                    "bento",
                    "dms",
                    "postgres",
                    "mariadb",
                    "mysql",
                    "schema",
                    "row_level",
                    "public.orders",
                    "true",
                    "false",
                    "7",
                    "30s",
                    "10MB",
                    "{}",
                    "[]",
                    "2026-01-31T09:30:00Z",
                    "postgres://u:p@127.0.0.1:1/x",
                    "mysql://u:p@127.0.0.1:1/x");

    /** What lets a part be created, and a step get as far as a database that is not there. */
    private static final Map<String, List<String>> LIKELY =
            Map.of(
                    "source_id", List.of("a", "b"),
                    "provider", List.of("debezium", "bento"),
                    "source_type", List.of("postgres", "mariadb"),
                    "connection", List.of("postgres://u:p@127.0.0.1:1/x"),
                    "strategy", List.of("schema", "row"),
                    "tenant_id", List.of("acme"),
                    "tenancy", List.of("a", "b"),
                    "query", List.of("SELECT 1"),
                    "mode", List.of("archive", "delete"),
                    "table", List.of("public.orders"));

    private static final double[] NUMBERS = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        -0.0,
        0.5,
        1e18,
        -1,
        1,
        7
    };

    private final Random random;

    Spite(Random random) {
        this.random = random;
    }

    String text() {
        return switch (random.nextInt(40)) {
            case 0 -> "x".repeat(random.nextInt(LARGE));
            case 1, 2, 3 ->
                    random.ints(random.nextInt(30), 0, 0xd7ff)
                            .mapToObj(Character::toString)
                            .reduce("", String::concat);
            case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> oneOf(TEXTS);
            default -> oneOf(SENSIBLE);
        };
    }

    <T> T oneOf(List<T> these) {
        return these.get(random.nextInt(these.size()));
    }

    Value value() {
        return value(0);
    }

    private Value value(int depth) {
        Value.Builder value = Value.newBuilder();
        return switch (random.nextInt(depth < DEEPEST ? 12 : 8)) {
            case 0 -> value.setNullValue(NullValue.NULL_VALUE).build();
            case 1 -> value.setBoolValue(random.nextBoolean()).build();
            case 2 -> value.setNumberValue(NUMBERS[random.nextInt(NUMBERS.length)]).build();
            case 3 -> value.build();
            case 8, 9 -> value.setListValue(list(depth + 1)).build();
            case 10, 11 -> value.setStructValue(struct(depth + 1)).build();
            default -> value.setStringValue(text()).build();
        };
    }

    private ListValue list(int depth) {
        ListValue.Builder list = ListValue.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.addValues(value(depth));
        }
        return list.build();
    }

    private Struct struct(int depth) {
        Struct.Builder struct = Struct.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            struct.putFields(text(), value(depth));
        }
        return struct.build();
    }

    /** Some of {@code keys}, and now and then another one. */
    Struct config(List<String> keys) {
        Struct.Builder config = Struct.newBuilder();
        if (random.nextBoolean()) {
            keys.stream().filter(LIKELY::containsKey).forEach(key -> likely(config, key));
        }
        for (int i = random.nextInt(4); i > 0 && !keys.isEmpty(); i--) {
            config.putFields(oneOf(keys), value());
        }
        if (random.nextInt(8) == 0) {
            config.putFields(text(), value());
        }
        return config.build();
    }

    private void likely(Struct.Builder config, String key) {
        if (random.nextInt(4) != 0) {
            String value = oneOf(LIKELY.getOrDefault(key, SENSIBLE));
            config.putFields(key, Value.newBuilder().setStringValue(value).build());
        }
    }
}
