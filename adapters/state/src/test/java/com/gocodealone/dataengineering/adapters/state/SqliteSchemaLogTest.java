package com.gocodealone.dataengineering.adapters.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion.Column;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class SqliteSchemaLogTest {
    private static final TableId ORDERS = new TableId("public", "Orders \"of\" today");
    private static final Column ID = new Column("id", "bigint", false, 1);
    private static final Column NOTE = new Column("n'ote", "numeric(10,2)", null, null);

    @TempDir private Path temporary;

    private StateStores open() {
        return new SqlitePort().open(temporary.resolve("state/plugin"));
    }

    private static SchemaVersion version(int number, @Nullable String ddl) {
        return new SchemaVersion(
                ORDERS,
                new Position("0/" + number),
                Instant.parse("2026-01-01T00:00:00.123456Z").plusSeconds(number),
                List.of(ID, NOTE),
                List.of("n'ote", "id"),
                ddl);
    }

    @Test
    void a_version_is_the_same_after_a_restart() {
        SchemaVersion without = version(1, null);
        SchemaVersion with = version(2, "ALTER TABLE x ADD y int");
        try (StateStores stores = open()) {
            stores.schemas("source:shop").append(List.of(without, with), 10);
        }
        try (StateStores stores = open()) {
            SchemaLog log = stores.schemas("source:shop");
            assertThat(log.versions(ORDERS))
                    .containsExactly(new SchemaLog.Entry(1, without), new SchemaLog.Entry(2, with));
            assertThat(log.tables()).containsExactly(ORDERS);
        }
    }

    @Test
    void a_dropped_table_has_a_version_without_columns() {
        SchemaVersion dropped =
                new SchemaVersion(
                        ORDERS,
                        new Position("9"),
                        Instant.EPOCH,
                        List.of(),
                        List.of(),
                        "DROP TABLE x");
        try (StateStores stores = open()) {
            SchemaLog log = stores.schemas("source:shop");
            log.append(List.of(dropped), 10);
            assertThat(log.versions(ORDERS)).containsExactly(new SchemaLog.Entry(1, dropped));
        }
    }

    @Test
    void the_oldest_are_forgotten_and_numbers_go_on() {
        try (StateStores stores = open()) {
            SchemaLog log = stores.schemas("source:shop");
            for (int i = 1; i <= 5; i++) {
                log.append(List.of(version(i, null)), 2);
            }
            assertThat(log.versions(ORDERS))
                    .containsExactly(
                            new SchemaLog.Entry(4, version(4, null)),
                            new SchemaLog.Entry(5, version(5, null)));
        }
    }

    @Test
    void owners_and_tables_do_not_see_each_other() {
        try (StateStores stores = open()) {
            stores.schemas("a").append(List.of(version(1, null)), 10);
            assertThat(stores.schemas("b").versions(ORDERS)).isEmpty();
            assertThat(stores.schemas("b").tables()).isEmpty();
            assertThat(stores.schemas("a").versions(new TableId("public", "x"))).isEmpty();
        }
    }
}
