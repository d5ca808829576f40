package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.DebeziumProvider;
import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens to a source when its server, its log or its rights are not as they were. */
final class LifeTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.mariaDb();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void nothing_is_lost_when_the_server_is_killed() throws Exception {
        server.run("CREATE TABLE killed (id int PRIMARY KEY)");
        try (TestSource source = server.source("killed", "killed").with("snapshot_mode", "never")) {
            source.open();
            server.run("INSERT INTO killed VALUES (1)", "INSERT INTO killed VALUES (2)");
            source.stream().acknowledge(source.next(2).getFirst().position());
            server.crash();

            server.run("INSERT INTO killed VALUES (3)");
            source.reopen();
            assertThat(Events.ids(source.take(2))).containsExactly(2L, 3L);
        }
    }

    @Test
    void log_that_the_server_removed_is_a_gap_and_the_user_says_how_to_go_on() throws Exception {
        server.run("CREATE TABLE purged (id int PRIMARY KEY)");
        try (TestSource source = server.source("purged", "purged").with("snapshot_mode", "never")) {
            source.open();
            server.run("INSERT INTO purged VALUES (1)");
            source.take(1);
            source.stop();
            server.run("INSERT INTO purged VALUES (2)", "FLUSH BINARY LOGS", "FLUSH BINARY LOGS");
            String before = server.ask("SHOW BINARY LOGS");
            Events.eventually(
                    () -> {
                        server.run("PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
                        assertThat(server.ask("SHOW BINARY LOGS")).isNotEqualTo(before);
                    });

            Failure gap = source.refusal();
            source.state().begin(StreamContext.Begin.SNAPSHOT);
            source.open();
            List<ChangeEvent> interrupted = source.next(2);
            source.stop();
            source.state().begin(StreamContext.Begin.RESUME);
            server.run("INSERT INTO purged VALUES (3)");
            source.open();
            List<ChangeEvent> rows = source.take(3);
            server.run("INSERT INTO purged VALUES (4)");

            assertThat(gap.kind()).isEqualTo(Failure.Kind.GAP);
            assertThat(gap.fact()).contains("the server has removed transactions");
            assertThat(Events.ids(interrupted)).containsExactly(1L, 2L);
            assertThat(rows).extracting(ChangeEvent::operation).containsOnly(Operation.READ);
            assertThat(Events.ids(rows)).containsExactly(1L, 2L, 3L);
            assertThat(Events.ids(source.take(1))).containsExactly(4L);
        }
    }

    @Test
    void a_missing_right_is_named_with_the_statement_that_grants_it() throws Exception {
        server.run(
                "CREATE TABLE guarded (id int PRIMARY KEY)",
                "CREATE USER poor@'%' IDENTIFIED BY '" + TestSource.PASSWORD + "'",
                "GRANT SELECT ON shop.guarded TO poor@'%'");
        String dsn = server.dsn("poor", TestSource.PASSWORD);
        try (TestSource source = new TestSource("poor", dsn, "guarded").of("mariadb")) {
            Failure refusal = source.refusal();
            List<Finding> findings = new DebeziumProvider().diagnose(source.spec(), source.state());

            assertThat(refusal.kind()).isEqualTo(Failure.Kind.INVALID);
            assertThat(refusal.fact())
                    .contains("GRANT REPLICATION SLAVE ON *.* TO 'poor'@'%'")
                    .contains("GRANT RELOAD ON *.* TO 'poor'@'%'");
            assertThat(findings)
                    .filteredOn(finding -> finding.grade() == Finding.Grade.ERROR)
                    .extracting(Finding::repair)
                    .contains("GRANT BINLOG MONITOR ON *.* TO 'poor'@'%'");
        }
    }

    @Test
    void a_statement_that_changes_a_table_is_a_version_of_its_structure() throws Exception {
        server.run("CREATE TABLE versions (id int PRIMARY KEY)");
        try (TestSource source =
                server.source("versions", "versions").with("snapshot_mode", "never")) {
            source.open();
            server.run(
                    "ALTER TABLE versions ADD COLUMN name varchar(20)",
                    "INSERT INTO versions VALUES (1, 'a')"); // versions travel with changes
            List<SchemaVersion> versions = new ArrayList<>();

            Events.eventually(
                    () -> {
                        versions.addAll(source.poll(Duration.ofMillis(100)).schemas());
                        assertThat(versions)
                                .extracting(SchemaVersion::ddl)
                                .anyMatch(LifeTest::adds);
                    });

            SchemaVersion last = versions.getLast();
            assertThat(last.key()).containsExactly("id");
            assertThat(last.columns())
                    .extracting(SchemaVersion.Column::name)
                    .containsExactly("id", "name");
            assertThat(last.columns().getLast().type()).isEqualToIgnoringCase("varchar(20)");
        }
    }

    private static boolean adds(String ddl) {
        return ddl.contains("ADD COLUMN");
    }
}
