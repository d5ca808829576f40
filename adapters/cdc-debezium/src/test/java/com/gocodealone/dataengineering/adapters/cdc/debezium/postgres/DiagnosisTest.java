package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** What a person is told of a source, and that nothing is changed for it. */
final class DiagnosisTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.run(
                "CREATE TABLE orders (id int PRIMARY KEY)",
                "CREATE TABLE whole (id int PRIMARY KEY)",
                "ALTER TABLE whole REPLICA IDENTITY FULL");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Finding> diagnose(TestSource source) {
        return new PostgresProvider().diagnose(source.spec(), source.state());
    }

    private static List<Finding> of(Grade grade, List<Finding> findings) {
        return findings.stream().filter(finding -> finding.grade() == grade).toList();
    }

    @Test
    void a_source_that_can_start_is_looked_at_all_over_and_left_as_it_is() {
        TestSource source = new TestSource("fine", server.dsn(), "orders", "whole");

        List<Finding> findings = diagnose(source);

        assertThat(of(Grade.ERROR, findings)).isEmpty();
        assertThat(findings)
                .extracting(Finding::subject)
                .contains(
                        "version",
                        "wal_level",
                        "role",
                        "tables",
                        "publication",
                        "replication slot",
                        "max_replication_slots",
                        "max_wal_senders",
                        "replica identity",
                        "max_slot_wal_keep_size",
                        "wal_sender_timeout",
                        "clock",
                        "tls",
                        "disk");
        assertThat(source.state().entries()).isEmpty();
        assertThat(server.askAll("SELECT slot_name FROM pg_replication_slots")).isEmpty();
        assertThat(server.askAll("SELECT pubname FROM pg_publication")).isEmpty();
    }

    @Test
    void a_source_that_cannot_start_has_the_same_errors_as_its_start() throws Exception {
        server.run("CREATE TABLE keyless (id int)");
        TestSource source = new TestSource("wrong", server.dsn(), "keyless", "ordres");

        List<Finding> errors = of(Grade.ERROR, diagnose(source));

        assertThat(errors).hasSize(2);
        String start = source.refusal().fact();
        assertThat(errors).allMatch(error -> start.contains(error.fact()));
        assertThat(errors)
                .extracting(Finding::repair)
                .contains("ALTER TABLE \"public\".\"keyless\" REPLICA IDENTITY FULL;");
    }

    @Test
    void a_server_that_is_not_there_is_a_finding() {
        TestSource source = new TestSource("away", "postgres://u:hunter2@no-such-host.invalid/d");

        assertThat(diagnose(source))
                .containsExactly(
                        new Finding(
                                Grade.ERROR,
                                "connection",
                                "connection: the host of no-such-host.invalid:5432 is not known",
                                null));
    }

    @Test
    void a_gap_and_what_is_retained_are_told() throws Exception {
        server.run("CREATE TABLE gone (id int PRIMARY KEY)");
        TestSource source = new TestSource("gone", server.dsn(), "gone");
        source.open();
        server.run("INSERT INTO gone VALUES (1)");
        source.take(1);
        source.stop();
        assertThat(diagnose(source)).extracting(Finding::subject).contains("retained log");

        server.dropSlot("data_engineering_gone");

        assertThat(of(Grade.ERROR, diagnose(source)))
                .singleElement()
                .satisfies(gap -> assertThat(gap.fact()).contains("somebody dropped it"));
        server.run("DROP PUBLICATION data_engineering_gone");
    }

    @Test
    void a_server_with_limits_has_no_warning_for_them() {
        try (TestServer careful =
                TestServer.start(
                        Map.of("wal_level", "logical", "max_slot_wal_keep_size", "1000MB"))) {
            careful.run("CREATE TABLE t (id int PRIMARY KEY)");

            List<Finding> warnings =
                    of(Grade.WARNING, diagnose(new TestSource("careful", careful.dsn(), "t")));

            assertThat(warnings).extracting(Finding::subject).containsExactly("tls");
        }
    }
}
