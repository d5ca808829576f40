package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A source on a cluster that speaks TLS only and asks everybody for a password. */
final class ConnectTest {
    @TempDir private static Path folder;

    private static Servers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.start(folder);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram_sha_256", "scram_sha_512"})
    void a_user_of_kafka_shows_the_password_over_tls(String how) throws Exception {
        try (TestSource source = servers.source("over_" + how).with("kafka_sasl", how)) {
            source.open();
            servers.execute("INSERT INTO over_%s VALUES (1)".formatted(how));
            assertThat(source.take(1)).hasSize(1);
            Servers.giveUp(source);
        }
    }

    @Test
    void a_wrong_password_of_kafka_is_said_and_not_shown() throws Exception {
        TestSource source = servers.source("wrong_in_kafka").with("kafka_password", "s3cret");
        isInvalidWithout(source, "s3cret", "options.kafka_username and options.kafka_password");
    }

    @Test
    void a_wrong_password_of_kafka_connect_is_said_and_not_shown() throws Exception {
        TestSource source = servers.source("wrong_in_connect").with("password", "s3cret");
        isInvalidWithout(source, "s3cret", "options.username and options.password");
    }

    @Test
    void a_certificate_of_another_authority_is_refused() throws Exception {
        String other = Certificate.create(folder, "other").pem().toString();
        servers.source("strange_kafka").with("kafka_ca", other).isInvalid("options.kafka_ca");
        servers.source("strange_connect").with("rest_ca", other).isInvalid("options.rest_ca");
    }

    @Test
    void a_file_that_holds_no_certificates_is_refused_by_its_option() throws Exception {
        String none = Files.writeString(folder.resolve("none.pem"), "nothing").toString();
        servers.source("none_of_kafka").with("kafka_ca", none).isInvalid("options.kafka_ca");
        servers.source("none_of_connect").with("rest_ca", none).isInvalid("options.rest_ca");
        servers.source("no_file").with("rest_ca", none + "x").isInvalid("options.rest_ca");
    }

    @Test
    void a_task_that_fails_is_said_and_started_again_until_it_runs() throws Exception {
        try (TestSource source = servers.source("mended")) {
            source.open();
            servers.limitRecords("mended", 1_000);
            servers.execute(
                    "INSERT INTO mended SELECT 1, string_agg(md5(i::text), '') FROM"
                            + " generate_series(1, 500) i");
            awaitWarning(source, "connector workflow-mended failed");
            awaitWarning(source, "it was started again 2 times");
            servers.limitRecords("mended", 1_000_000);
            assertThat(Seen.ids(source.take(1))).containsExactly(1L);
            await().atMost(TestSource.PATIENCE)
                    .until(() -> source.stream().status().warnings().isEmpty());
            Servers.giveUp(source);
        }
    }

    @Test
    void a_paused_connector_is_said_and_resumed_when_the_source_starts() throws Exception {
        try (TestSource source = servers.source("paused")) {
            source.open();
            servers.ask("paused", "pause");
            awaitWarning(source, "connector workflow-paused is paused");
            servers.execute("INSERT INTO paused VALUES (1)");
            source.reopen();
            assertThat(source.take(1)).hasSize(1);
            assertThat(source.stream().status().warnings()).isEmpty();
            Servers.giveUp(source);
        }
    }

    @Test
    void what_expired_in_the_topic_is_a_gap_after_which_the_rows_are_read_again() throws Exception {
        try (TestSource source = expired("read_again")) {
            isGap(source, "topic workflow-read_again no longer has what follows");
            source.state().begin(StreamContext.Begin.SNAPSHOT);
            source.reopen();
            assertThat(source.take(3))
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.READ, Operation.READ, Operation.READ);
            source.state().begin(StreamContext.Begin.RESUME);
            servers.execute("INSERT INTO read_again VALUES (4)");
            source.reopen();
            assertThat(Seen.ids(source.take(1))).containsExactly(4L);
            Servers.giveUp(source);
        }
    }

    @Test
    void what_expired_in_the_topic_is_a_gap_after_which_the_source_goes_on() throws Exception {
        try (TestSource source = expired("passed_over")) {
            isGap(source, "topic workflow-passed_over no longer has what follows");
            source.state().begin(StreamContext.Begin.LATEST);
            source.reopen();
            servers.execute("INSERT INTO passed_over VALUES (4)");
            List<ChangeEvent> events = new ArrayList<>();
            source.pollUntil(events, all -> Seen.ids(all).contains(4L));
            assertThat(events).extracting(ChangeEvent::operation).containsOnly(Operation.INSERT);
            Servers.giveUp(source);
        }
    }

    @Test
    void a_group_that_kafka_forgot_is_a_gap_when_the_topic_has_lost_its_beginning()
            throws Exception {
        try (TestSource source = expired("forgotten")) {
            servers.forgetGroup("forgotten");
            isGap(source, "Kafka has forgotten what group workflow-forgotten acknowledged");
            Servers.giveUp(source);
        }
    }

    /** After the first of three changes was acknowledged, it and the second expired. */
    private static TestSource expired(String id) throws Exception {
        TestSource source = servers.source(id);
        source.open();
        servers.execute("INSERT INTO %s VALUES (1)".formatted(id));
        source.take(1);
        servers.execute("INSERT INTO %s VALUES (2), (3)".formatted(id));
        source.next(2);
        source.stop();
        servers.expire(id, 2);
        return source;
    }

    @Test
    void of_several_partitions_each_keeps_its_order_and_what_was_acknowledged() throws Exception {
        try (TestSource source = servers.source("parted").with("topic_partitions", 3)) {
            source.open();
            servers.execute("INSERT INTO parted SELECT i, '0' FROM generate_series(1, 30) i");
            servers.execute("UPDATE parted SET note = '1'");
            servers.execute("UPDATE parted SET note = '2'");
            List<ChangeEvent> first = source.next(90);
            source.stream().acknowledge(first.get(49).position());
            source.reopen();
            List<ChangeEvent> rest = source.take(40);
            assertThat(rest)
                    .extracting(ChangeEvent::position)
                    .containsExactlyInAnyOrderElementsOf(Seen.positions(first.subList(50, 90)));
            assertThat(Seen.partitions(first)).containsExactlyInAnyOrder("0", "1", "2");
            List<ChangeEvent> all = new ArrayList<>(first.subList(0, 50));
            all.addAll(rest);
            for (long id = 1; id <= 30; id++) {
                assertThat(Seen.notesOf(id, all)).containsExactly("0", "1", "2");
            }
            Servers.giveUp(source);
        }
    }

    @Test
    void engines_share_the_partitions() throws Exception {
        try (TestSource one = servers.source("halved").with("topic_partitions", 3);
                TestSource other = servers.again("halved").with("topic_partitions", 3)) {
            servers.execute("CREATE SEQUENCE numbers");
            one.open();
            other.open();
            List<ChangeEvent> ofOne = new CopyOnWriteArrayList<>();
            List<ChangeEvent> ofOther = new CopyOnWriteArrayList<>();
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                Future<?> done = thread.submit(() -> takeUntilBoth(other, ofOther, ofOne));
                takeUntilBoth(one, ofOne, ofOther);
                done.get();
            }
            assertThat(Seen.positions(ofOne)).doesNotContainAnyElementsOf(Seen.positions(ofOther));
            other.stop();
            Servers.giveUp(one);
        }
    }

    private static void takeUntilBoth(
            TestSource source, List<ChangeEvent> events, List<ChangeEvent> ofOther) {
        await().atMost(TestSource.PATIENCE)
                .pollInSameThread()
                .until(
                        () -> {
                            servers.execute("INSERT INTO halved VALUES (nextval('numbers'))");
                            List<ChangeEvent> more = source.unexpected();
                            if (!more.isEmpty()) {
                                source.stream().acknowledge(more.getLast().position());
                                events.addAll(more);
                            }
                            return !events.isEmpty() && !ofOther.isEmpty();
                        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_slot_that_is_lost_is_a_gap(boolean madeAnew) throws Exception {
        String id = madeAnew ? "slot_made_anew" : "slot_gone";
        try (TestSource source = servers.source(id)) {
            source.open();
            servers.execute("INSERT INTO %s VALUES (1)".formatted(id));
            source.take(1);
            source.stop();
            servers.ask(id, "stop");
            String slot = "workflow_" + id;
            awaitFree(slot);
            servers.execute("SELECT pg_drop_replication_slot('%s')".formatted(slot));
            servers.execute("INSERT INTO %s VALUES (2)".formatted(id));
            if (madeAnew) {
                servers.execute(
                        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')"
                                .formatted(slot));
            }
            isGap(source, "no longer available");
            source.state().begin(StreamContext.Begin.SNAPSHOT);
            source.reopen();
            assertThat(Seen.ids(source.take(2))).containsExactly(1L, 2L);
            Servers.giveUp(source);
        }
    }

    private static void awaitFree(String slot) {
        String free =
                "SELECT 1 FROM pg_replication_slots WHERE NOT active AND slot_name = '%s'"
                        .formatted(slot);
        await().atMost(TestSource.PATIENCE).until(() -> !servers.database().query(free).isEmpty());
    }

    private static void isGap(TestSource source, String sentence) {
        assertThatThrownBy(
                        () -> {
                            source.open();
                            source.next(1);
                        })
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.GAP))
                .hasMessageContaining(sentence);
    }

    private static void awaitWarning(TestSource source, String words) {
        await().atMost(TestSource.PATIENCE)
                .until(
                        () -> source.stream().status().warnings().toString(),
                        warnings -> warnings.contains(words));
    }

    private static void isInvalidWithout(TestSource source, String secret, String sentence)
            throws InterruptedException {
        Failure failure = source.refusal();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(failure.fact()).contains(sentence).doesNotContain(secret, KafkaConnect.PASSWORD);
    }
}
