package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.source.SchemaChanges;
import com.gocodealone.dataengineering.application.cdc.source.SchemaHistory;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion.Column;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which structures of tables are kept, and what {@code step.cdc_schema_history} says of them. */
@Timeout(60)
class SchemaHistoryTest {
    private static final TableId ORDERS = new TableId("public", "orders");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Column ID = new Column("id", "bigint", false, 1);
    private static final Column NOTE = new Column("note", "text", true, 2);
    private static final Column REMARK = new Column("remark", "varchar(80)", false, 2);
    private static final Column TOTAL = new Column("total", "numeric(10,2)", true, 3);
    private final MemoryStates states = new MemoryStates();
    private final SchemaHistory history = new SchemaHistory(() -> states.schemas("source:shop"));

    private static SchemaVersion version(int number, Column... columns) {
        return version(number, null, columns);
    }

    private static SchemaVersion version(int number, @Nullable String ddl, Column... columns) {
        return new SchemaVersion(
                ORDERS,
                new Position("0/" + number),
                START.plusSeconds(number),
                List.of(columns),
                List.of("id"),
                ddl);
    }

    private List<String> positions() {
        return history.of(ORDERS).stream().map(entry -> entry.version().position().text()).toList();
    }

    @Test
    void what_a_stream_says_again_after_a_restart_is_not_kept_again() {
        history.record(List.of(version(1, ID), version(2, ID, NOTE)));
        history.record(List.of(version(1, ID), version(2, ID, NOTE)));
        history.record(List.of(version(3, ID, NOTE)));
        assertThat(positions()).containsExactly("0/1", "0/2");
    }

    @Test
    void a_statement_that_changes_no_column_is_kept() {
        history.record(List.of(version(1, "CREATE TABLE orders (id bigint)", ID)));
        history.record(List.of(version(2, "CREATE INDEX i ON orders (id)", ID)));
        assertThat(positions()).containsExactly("0/1", "0/2");
    }

    @Test
    void what_is_older_than_the_newest_is_not_kept() {
        history.record(List.of(version(2, ID, NOTE)));
        history.record(List.of(version(1, ID)));
        assertThat(positions()).containsExactly("0/2");
    }

    @Test
    void the_oldest_go_first_and_numbers_go_on() {
        for (int i = 1; i <= SchemaHistory.MOST_VERSIONS + 2; i++) {
            history.record(List.of(version(i, "COMMENT " + i, ID)));
        }
        assertThat(history.of(ORDERS)).hasSize(SchemaHistory.MOST_VERSIONS);
        assertThat(history.of(ORDERS).getFirst().number()).isEqualTo(3);
    }

    @Test
    void changes_are_told_by_the_number_of_the_column() {
        SchemaChanges changes =
                SchemaChanges.between(version(1, ID, NOTE), version(2, ID, REMARK, TOTAL));
        assertThat(changes.renamed()).containsExactly(new SchemaChanges.Renamed("note", "remark"));
        assertThat(changes.retyped())
                .containsExactly(new SchemaChanges.Retyped("remark", "text", "varchar(80)"));
        assertThat(changes.nullability())
                .containsExactly(new SchemaChanges.Nullability("remark", false));
        assertThat(changes.added()).containsExactly("total");
        assertThat(changes.dropped()).isEmpty();
        assertThat(changes.key()).isNull();
    }

    @Test
    void without_numbers_a_renamed_column_is_one_dropped_and_one_added() {
        Column old = new Column("note", "text", null, null);
        Column fresh = new Column("remark", "text", null, null);
        SchemaChanges changes = SchemaChanges.between(version(1, old), version(2, fresh));
        assertThat(changes.added()).containsExactly("remark");
        assertThat(changes.dropped()).containsExactly("note");
        assertThat(changes.renamed()).isEmpty();
    }

    @Test
    void another_key_is_a_change() {
        SchemaVersion before = version(1, ID, NOTE);
        SchemaVersion now =
                new SchemaVersion(
                        ORDERS, new Position("0/2"), START, before.columns(), List.of(), null);
        assertThat(SchemaChanges.between(before, now).key())
                .isEqualTo(new SchemaChanges.KeyChange(List.of("id"), List.of()));
    }

    private static CdcSchemaHistory.Output ask(World world, Map<String, Object> keys) {
        Map<String, Object> config = new HashMap<>(keys);
        config.put("source_id", World.SHOP);
        CdcSchemaHistory step = new CdcSchemaHistory(world.sources());
        return step.execute(Settings.of(config).as(step.input()));
    }

    private static World threeVersions() throws InterruptedException {
        World world = World.with("A");
        world.engine.oblige("A");
        world.log.append(version(1, ID));
        world.log.append(version(2, ID, NOTE));
        world.log.append(version(3, ID, REMARK));
        world.awaitAcknowledged(3);
        return world;
    }

    @Test
    void a_version_is_kept_before_its_batch_is_delivered() throws Exception {
        try (World world = World.with("A")) {
            world.log.append(version(1, ID));
            world.engine.awaitCall("A", 1);
            assertThat(ask(world, Map.of("table", "public.orders")).count()).isEqualTo(1);
        }
    }

    @Test
    void the_history_is_there_while_the_source_is_stopped_and_after_a_crash() throws Exception {
        try (World world = threeVersions()) {
            world.crash();
            world.sources().get(World.SHOP).stop();
            CdcSchemaHistory.Output output = ask(world, Map.of("table", "public.orders"));
            assertThat(output.count()).isEqualTo(3);
            assertThat(output.history())
                    .extracting(CdcSchemaHistory.Version::version)
                    .containsExactly(1L, 2L, 3L);
            assertThat(output.history().getFirst().changes()).isNull();
            assertThat(Objects.requireNonNull(output.history().getLast().changes()).renamed())
                    .containsExactly(new SchemaChanges.Renamed("note", "remark"));
        }
    }

    @Test
    void since_and_limit_choose_the_newest_and_still_compare_with_the_one_before()
            throws Exception {
        try (World world = threeVersions()) {
            CdcSchemaHistory.Output last = ask(world, Map.of("table", "public.orders", "limit", 1));
            assertThat(last.history())
                    .extracting(CdcSchemaHistory.Version::position)
                    .containsExactly("0/3");
            assertThat(last.history().getFirst().changes()).isNotNull();
            assertThat(
                            ask(
                                            world,
                                            Map.of(
                                                    "table",
                                                    "public.orders",
                                                    "since",
                                                    "2026-01-01T01:00:02+01:00"))
                                    .history())
                    .extracting(CdcSchemaHistory.Version::position)
                    .containsExactly("0/2", "0/3");
        }
    }

    @Test
    void a_table_that_only_one_schema_has_is_found_by_its_name() throws Exception {
        try (World world = threeVersions()) {
            assertThat(ask(world, Map.of("table", "orders")).table()).isEqualTo("public.orders");
            assertThatThrownBy(() -> ask(world, Map.of("table", "nothing")))
                    .hasMessage(
                            "table: \"nothing\" needs its schema, as in public.orders (known:"
                                    + " public.orders)");
            assertThat(ask(world, Map.of("table", "public.nothing")).history()).isEmpty();
        }
    }

    @Test
    void a_time_that_is_none_is_refused_with_an_example() throws Exception {
        try (World world = World.with("A")) {
            assertThatThrownBy(
                            () -> ask(world, Map.of("table", "public.orders", "since", "monday")))
                    .hasMessage("since: \"monday\" is not a time such as 2026-01-31T09:30:00Z");
        }
    }
}
