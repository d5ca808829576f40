package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Every type's values, exact, and the same from the snapshot as from the stream. */
final class ValuesTest {
    private static TestServer server;

    /** A value as SQL, and as an event has it. */
    private record Case(String type, String literal, @Nullable Object value) {}

    private static List<@Nullable Object> list(@Nullable Object... items) {
        return Arrays.asList(items);
    }

    private static Case of(String type, String literal, @Nullable Object value) {
        return new Case(type, literal, value);
    }

    private static final List<Case> NUMBERS =
            List.of(
                    of("smallint", "-32768", -32768L),
                    of("int", "2147483647", 2147483647L),
                    of("bigint", "9223372036854775807", Long.MAX_VALUE),
                    of("oid", "4294967295", 4294967295L),
                    of(
                            "numeric",
                            "123456789012345678901234567890.1200",
                            "123456789012345678901234567890.1200"),
                    of("numeric(20,4)", "1.5", "1.5000"),
                    of("numeric", "1e-20", "0.00000000000000000001"),
                    of("numeric", "NaN", "NaN"),
                    of("numeric", "-Infinity", "-Infinity"),
                    of("real", "1.1", 1.1),
                    of("real", "-Infinity", Double.NEGATIVE_INFINITY),
                    of("double precision", "0.1", 0.1),
                    of("double precision", "NaN", Double.NaN),
                    of("double precision", "1e300", 1e300),
                    of("money", "-1234.56", "-1234.56"),
                    of("boolean", "t", true),
                    of("boolean", "f", false));

    private static final List<Case> TEXTS =
            List.of(
                    of("text", "hé \"x\" \\ 🙂", "hé \"x\" \\ 🙂"),
                    of("text", "", ""),
                    of("varchar(9)", "v", "v"),
                    of("char(4)", "c", "c   "),
                    of("code", "c", "c   "),
                    of("name", "n", "n"),
                    of("\"char\"", "c", "c"),
                    of("citext", "Ci", "Ci"),
                    of("bytea", "\\x00ff", new byte[] {0, -1}),
                    of("bytea", "", new byte[0]),
                    of(
                            "uuid",
                            "A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11",
                            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                    of("xml", "<a>1</a>", "<a>1</a>"),
                    of("bit(1)", "1", "1"),
                    of("bit(8)", "10000001", "10000001"),
                    of("varbit", "10110111101", "10110111101"),
                    of("inet", "10.0.0.1/8", "10.0.0.1/8"),
                    of("cidr", "10.0.0.0/8", "10.0.0.0/8"),
                    of("macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:03"),
                    of("macaddr8", "08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:05"),
                    of("tsvector", "'a':1 'b':2", "'a':1 'b':2"),
                    of("tsquery", "'a' & 'b'", "'a' & 'b'"),
                    of("pg_lsn", "0/16B3748", "0/16B3748"),
                    of("mood", "sad", "sad"),
                    of("posint", "7", 7L),
                    of("moods", "{sad,ok}", list("sad", "ok")),
                    of("comp", "(1,\"x y\")", "(1,\"x y\")"),
                    of("ltree", "a.b", "a.b"),
                    of("point", "(1.5,2)", "(1.5,2)"),
                    of("box", "(1,1),(0,0)", "(1,1),(0,0)"),
                    of("circle", "<(0,0),1e20>", "<(0,0),100000000000000000000>"),
                    of("path", "[(0,0),(1,1)]", "[(0,0),(1,1)]"));

    private static final List<Case> TIMES =
            List.of(
                    of("date", "2024-02-29", "2024-02-29"),
                    of("date", "infinity", "infinity"),
                    of("date", "-infinity", "-infinity"),
                    of("date", "0044-03-15 BC", "-0043-03-15"),
                    of("date", "1500-03-01", "1500-03-01"),
                    of("date", "20000-01-01", "+20000-01-01"),
                    of("time", "23:59:59.123456", "23:59:59.123456"),
                    of("time", "24:00:00", "24:00:00"),
                    of("timetz", "23:59:59.5+05:30", "18:29:59.5Z"),
                    of("timetz", "24:00:00+00", "00:00:00Z"),
                    of("timestamp", "2024-02-29 01:02:03.123456", "2024-02-29T01:02:03.123456"),
                    of("timestamp", "2024-03-31 02:30:00", "2024-03-31T02:30:00"),
                    of("timestamp", "1500-01-01 00:00:00", "1500-01-01T00:00:00"),
                    of("timestamp", "0044-03-15 01:02:03 BC", "-0043-03-15T01:02:03"),
                    of("timestamp", "20000-01-01 00:00:00", "+20000-01-01T00:00:00"),
                    of("timestamp", "infinity", "infinity"),
                    of("timestamp", "-infinity", "-infinity"),
                    of(
                            "timestamptz",
                            "2024-02-29 01:02:03.123456+05",
                            "2024-02-28T20:02:03.123456Z"),
                    of("timestamptz", "1500-01-01 00:00:00+00", "1500-01-01T00:00:00Z"),
                    of("timestamptz", "0044-03-15 01:02:03+00 BC", "-0043-03-15T01:02:03Z"),
                    of("timestamptz", "infinity", "infinity"),
                    of("timestamptz", "-infinity", "-infinity"),
                    of(
                            "interval",
                            "1 year 2 mons -3 days 04:05:06.789012",
                            "P1Y2M-3DT4H5M6.789012S"),
                    of("interval", "-00:00:01.5", "PT-1.5S"),
                    of("interval", "0", "PT0S"),
                    of("int4range", "[1,5)", "[1,5)"),
                    of("tstzrange", "[2024-01-01 05:00+05,)", "[\"2024-01-01 00:00:00+00\",)"),
                    of("int4multirange", "{[1,3),[5,7)}", "{[1,3),[5,7)}"));

    private static final List<Case> NESTED =
            List.of(
                    of(
                            "json",
                            "{\"b\":1, \"a\":[1.5,null,\"x\"]}",
                            Map.of("b", 1L, "a", list(1.5, null, "x"))),
                    of(
                            "jsonb",
                            "{\"big\": 123456789012345678901, \"precise\": 0.1234567890123456789}",
                            Map.of(
                                    "big", "123456789012345678901",
                                    "precise", "0.1234567890123456789")),
                    of("jsonb", "[true, 9007199254740993]", list(true, 9007199254740993L)),
                    of("jsonb", "\"text\"", "text"),
                    of("hstore", "a=>1,b=>NULL", nullable("a", "1", "b", null)),
                    of("int[]", "{1,NULL,3}", list(1L, null, 3L)),
                    of("int[]", "{}", list()),
                    of("int[]", "{{1,2},{3,4}}", list(list(1L, 2L), list(3L, 4L))),
                    of("int[]", "[0:1]={1,2}", list(1L, 2L)),
                    of("bigint[]", "{9223372036854775807}", list(Long.MAX_VALUE)),
                    of(
                            "text[]",
                            "{a,NULL,\"NULL\",\"b,c\",\"\",\"q\\\"\\\\\"}",
                            list("a", null, "NULL", "b,c", "", "q\"\\")),
                    of("text[]", "{{a,b},{c,d}}", list(list("a", "b"), list("c", "d"))),
                    of("numeric[]", "{1.50,NULL,NaN}", list("1.50", null, "NaN")),
                    of("float8[]", "{1.5,Infinity}", list(1.5, Double.POSITIVE_INFINITY)),
                    of("bool[]", "{t,f,NULL}", list(true, false, null)),
                    of("date[]", "{2024-02-29,infinity}", list("2024-02-29", "infinity")),
                    of("time[]", "{23:59:59.123456}", list("23:59:59.123456")),
                    of(
                            "timestamp[]",
                            "{\"2024-02-29 01:02:03.123456\"}",
                            list("2024-02-29T01:02:03.123456")),
                    of(
                            "timestamptz[]",
                            "{\"2024-02-29 01:02:03.123456+05\",NULL}",
                            list("2024-02-28T20:02:03.123456Z", null)),
                    of("interval[]", "{\"1 day\"}", list("P1D")),
                    of(
                            "uuid[]",
                            "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
                            list("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
                    of("jsonb[]", "{\"{\\\"a\\\": 1}\"}", list(Map.of("a", 1L))),
                    of("bytea[]", "{\"\\\\x00ff\"}", list(new byte[] {0, -1})),
                    of("mood[]", "{sad,NULL}", list("sad", null)),
                    of("box[]", "{(1,1),(0,0);(2,2),(0,0)}", list("(1,1),(0,0)", "(2,2),(0,0)")),
                    of("inet[]", "{10.0.0.1}", list("10.0.0.1")));

    private static Map<String, @Nullable Object> nullable(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.run(
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION citext",
                "CREATE EXTENSION ltree",
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE DOMAIN posint AS int CHECK (value > 0)",
                "CREATE DOMAIN code AS char(4)",
                "CREATE DOMAIN moods AS mood[]",
                "CREATE TYPE comp AS (a int, b text)");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void numbers_are_exact() throws Exception {
        both("numbers", NUMBERS);
    }

    @Test
    void text_bytes_and_what_has_no_other_form_are_exact() throws Exception {
        both("texts", TEXTS);
    }

    @Test
    void times_are_exact() throws Exception {
        both("times", TIMES);
    }

    @Test
    void json_hstore_and_arrays_are_exact() throws Exception {
        both("nested", NESTED);
    }

    private static void both(String table, List<Case> cases) throws Exception {
        server.run(create(table, cases), insert(table, 1, cases), nulls(table, 2));
        try (TestSource source = new TestSource(table, server.dsn(), table)) {
            source.open();
            List<ChangeEvent> read = source.take(2);
            server.run(insert(table, 3, cases), nulls(table, 4));
            List<ChangeEvent> streamed = source.take(2);

            SoftAssertions softly = new SoftAssertions();
            for (int i = 0; i < cases.size(); i++) {
                Case one = cases.get(i);
                String what = one.type() + " " + one.literal();
                String column = "c" + i;
                softly.assertThat(plain(after(read.get(0)).value(column)))
                        .as("snapshot of " + what)
                        .isEqualTo(plain(one.value()));
                softly.assertThat(plain(after(streamed.get(0)).value(column)))
                        .as("stream of " + what)
                        .isEqualTo(plain(one.value()));
                softly.assertThat(after(read.get(1)).value(column)).as(what).isNull();
                softly.assertThat(after(streamed.get(1)).value(column)).as(what).isNull();
            }
            softly.assertAll();
            assertThat(after(streamed.get(0)).type().columns())
                    .isEqualTo(after(read.get(0)).type().columns());
        }
    }

    /** Bytes in a form that has an equals. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
            case List<?> items -> items.stream().map(ValuesTest::plain).toList();
            case null, default -> value;
        };
    }

    private static Row after(ChangeEvent event) {
        return Objects.requireNonNull(event.after());
    }

    private static String create(String table, List<Case> cases) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < cases.size(); i++) {
            columns.append(", c%d %s".formatted(i, cases.get(i).type()));
        }
        return "CREATE TABLE %s (id int PRIMARY KEY%s)".formatted(table, columns);
    }

    private static String insert(String table, int id, List<Case> cases) {
        return cases.stream()
                .map(one -> "'" + one.literal().replace("'", "''") + "'")
                .collect(
                        Collectors.joining(
                                ", ", "INSERT INTO %s VALUES (%d, ".formatted(table, id), ")"));
    }

    private static String nulls(String table, int id) {
        return "INSERT INTO %s VALUES (%d)".formatted(table, id);
    }
}
