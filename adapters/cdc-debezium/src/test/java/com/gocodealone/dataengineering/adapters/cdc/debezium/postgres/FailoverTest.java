package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A standby takes over. */
final class FailoverTest {
    private static final String SLOT = "data_engineering_shop";

    @TempDir private Path folder;
    private TestServer primary;
    private TestServer standby;

    @BeforeEach
    void start() throws Exception {
        primary = TestServer.start(Map.of("wal_level", "logical"));
        primary.run("CREATE TABLE shop (id int PRIMARY KEY)");
        standby = primary.standby(folder.resolve("standby"));
    }

    @AfterEach
    void stop() {
        standby.close();
        primary.close();
    }

    private TestSource source(boolean failover) throws InterruptedException {
        TestSource source =
                new TestSource("shop", primary.dsn(), "shop").with("failover", failover);
        source.open();
        insert(source, 1);
        return source;
    }

    private void insert(TestSource source, int id) throws InterruptedException {
        primary.run("INSERT INTO shop VALUES (%d)".formatted(id));
        assertThat(source.take(1)).extracting(Events::id).containsExactly((long) id);
    }

    private void awaitReplay() {
        String end = primary.ask("SELECT pg_current_wal_lsn()");
        await().atMost(TestSource.PATIENCE)
                .until(
                        () ->
                                "t"
                                        .equals(
                                                standby.ask(
                                                        "SELECT pg_last_wal_replay_lsn() >= '%s'"
                                                                .formatted(end))));
    }

    /** The standby keeps a slot once the one on the primary has come as far as its own log. */
    private void awaitSlot(TestSource source) {
        AtomicInteger id = new AtomicInteger(1);
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            primary.run("SELECT pg_log_standby_snapshot()");
                            insert(source, id.incrementAndGet());
                            return "t"
                                    .equals(
                                            standby.ask(
                                                    "SELECT NOT temporary FROM pg_replication_slots"
                                                            + " WHERE slot_name = '%s'"
                                                                    .formatted(SLOT)));
                        });
    }

    private void failOver() {
        primary.close();
        standby.run("SELECT pg_promote()");
    }

    @Test
    void a_slot_that_the_standby_has_kept_is_gone_on_with() throws Exception {
        try (TestSource source = source(true)) {
            awaitSlot(source);
            source.stop();
            primary.run("INSERT INTO shop VALUES (2000)");
            awaitReplay();
            failOver();
            standby.run("INSERT INTO shop VALUES (3000)");

            source.at(standby.dsn()).open();

            assertThat(source.take(2)).extracting(Events::id).containsExactly(2000L, 3000L);
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void a_slot_that_the_standby_does_not_have_is_a_gap_that_names_the_option() throws Exception {
        TestSource source = source(false);
        source.stop();
        awaitReplay();
        failOver();

        Failure failure = source.at(standby.dsn()).refusal();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.GAP);
        assertThat(failure.fact())
                .startsWith(
                        "replication slot data_engineering_shop is gone: the server went from"
                                + " timeline 1 to 2")
                .contains("failover: true");
    }

    @Test
    void changes_that_the_standby_never_got_are_a_gap() throws Exception {
        TestSource source = source(true);
        awaitSlot(source);
        standby.run("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
        await().atMost(TestSource.PATIENCE)
                .until(() -> standby.askAll("SELECT pid FROM pg_stat_wal_receiver").isEmpty());
        insert(source, 2000);
        source.stop();
        failOver();
        standby.run("INSERT INTO shop SELECT generate_series(3000, 9000)");

        Failure failure = source.at(standby.dsn()).refusal();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.GAP);
        assertThat(failure.fact())
                .matches(
                        "the server failed over to timeline 2 at [0-9A-F/]+ and lost what was"
                            + " written after that, so its log goes on with other changes there:"
                            + " changes since [0-9A-F/]+ are lost");
    }
}
