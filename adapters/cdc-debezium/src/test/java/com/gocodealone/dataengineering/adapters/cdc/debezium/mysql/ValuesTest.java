package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Every type's value, alike from the snapshot and from the stream. */
final class ValuesTest {
    private static final String COLUMNS =
            """
            id int PRIMARY KEY, tiny tinyint(1), big bigint, ubig bigint unsigned, num decimal(30,4),
            filled int(6) unsigned zerofill, fl float, dbl double, flag boolean, one bit(1),
            bits bit(10), yr year, d date, dt datetime(6), dt0 datetime, ts timestamp(3) NULL,
            t time(2), c char(5), v varchar(20), latin varchar(20) CHARACTER SET latin1, txt text,
            e enum('x','y'), s set('p','q','r'), bin varbinary(10), fixed binary(4), bl blob,
            spot point, nothing int, zero date NOT NULL, dt_zero datetime NOT NULL
            """;
    private static final String ROW =
            """
            5, -9223372036854775808, 18446744073709551615, 12345678901234567890.1200,
            42, 1.1, 0.1, true, b'1', b'1000000001', 2024, '2024-02-29', '2024-02-29 23:59:59.123456',
            '2024-02-29 23:59:59', '2024-07-01 12:00:00.250', '-100:00:01.25', 'ab', 'Ωmega 😀', 'é',
            'long', 'y', 'p,r', x'00FF', x'00010000', x'CAFE', ST_GeomFromText('POINT(1 2)'), NULL,
            '0000-00-00', '0000-00-00 00:00:00'
            """;

    @Test
    void values_are_exact_and_the_same_in_snapshot_and_stream_and_on_demand() throws Exception {
        try (TestServer server = TestServer.mariaDb("--sql-mode=", "--default-time-zone=+03:00")) {
            areExact(server, COLUMNS + ", u uuid", "'123e4567-e89b-12d3-a456-426655440000'");
        }
    }

    @Test
    void the_same_holds_for_the_connector_of_mysql() throws Exception {
        try (TestServer server =
                TestServer.likeMySql("--sql-mode=", "--default-time-zone=+03:00")) {
            areExact(server, COLUMNS + ", u char(36)", "'123e4567-e89b-12d3-a456-426655440000'");
        }
    }

    private static void areExact(TestServer server, String columns, String uuid) throws Exception {
        String insert = "INSERT INTO vals VALUES (%d, " + ROW + ", " + uuid + ")";
        server.run("CREATE TABLE vals (" + columns + ")", insert.formatted(1));
        try (TestSource source =
                server.source("vals", "shop.vals").with("keepalive_interval", "1s")) {
            source.open();
            Map<String, @Nullable Object> read = values(source.take(1));
            server.run(insert.formatted(2));
            Map<String, @Nullable Object> streamed = values(source.take(1));
            source.stream()
                    .snapshot(
                            new SnapshotRequest(
                                    "all", List.of(new TableId("shop", "vals")), "id = 2"));
            Map<String, @Nullable Object> demanded = values(source.take(1));

            assertThat(read).isEqualTo(streamed);
            assertThat(demanded).isEqualTo(streamed);
            assertThat(streamed)
                    .containsEntry("tiny", 5L)
                    .containsEntry("big", Long.MIN_VALUE)
                    .containsEntry("ubig", "18446744073709551615")
                    .containsEntry("num", "12345678901234567890.1200")
                    .containsEntry("fl", 1.1)
                    .containsEntry("dbl", 0.1)
                    .containsEntry("flag", 1L)
                    .containsEntry("one", true)
                    .containsEntry("bits", "1000000001")
                    .containsEntry("yr", 2024L)
                    .containsEntry("d", "2024-02-29")
                    .containsEntry("dt", "2024-02-29T23:59:59.123456")
                    .containsEntry("dt0", "2024-02-29T23:59:59")
                    .containsEntry("ts", "2024-07-01T09:00:00.250Z")
                    .containsEntry("t", "-100:00:01.25")
                    .containsEntry("c", "ab")
                    .containsEntry("v", "Ωmega 😀")
                    .containsEntry("latin", "é")
                    .containsEntry("e", "y")
                    .containsEntry("s", "p,r")
                    .containsEntry("fixed", "\0\u0001\0\0")
                    .containsEntry("bl", "\u00CA\u00FE")
                    .containsEntry("nothing", null)
                    .containsEntry("u", "123e4567-e89b-12d3-a456-426655440000")
                    .containsEntry("zero", "0000-00-00");
        }
    }

    private static Map<String, @Nullable Object> values(List<ChangeEvent> events) {
        Map<String, @Nullable Object> values = Events.values(events.getFirst().after());
        values.remove("id");
        return values;
    }
}
