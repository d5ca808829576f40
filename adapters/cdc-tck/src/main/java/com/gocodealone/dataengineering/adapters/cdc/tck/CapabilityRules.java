package com.gocodealone.dataengineering.adapters.cdc.tck;

import static com.gocodealone.dataengineering.adapters.cdc.tck.Subject.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A capability works if, and only if, it is declared. */
interface CapabilityRules {
    Bench bench();

    @Test
    default void rule_301_rows_that_are_there_come_first_if_and_only_if_that_is_declared()
            throws Exception {
        Subject subject = bench().subject("tck_301");
        subject.insert(1, 3);
        subject.context().begin(StreamContext.Begin.SNAPSHOT);
        if (bench().declares(subject, Capability.INITIAL_SNAPSHOT)) {
            subject.reader().open();
            subject.context().begin(StreamContext.Begin.RESUME);
            List<ChangeEvent> rows = subject.reader().take(3);
            assertThat(ids(rows)).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(rows).extracting(ChangeEvent::operation).containsOnly(Operation.READ);
            subject.reader().reopen();
            subject.isAtItsEnd();
        } else if (opens(subject)) {
            subject.isAtItsEnd();
        }
    }

    /** Instead of reading no rows a provider may say that it cannot. */
    private static boolean opens(Subject subject) throws InterruptedException {
        try {
            subject.reader().open();
            return true;
        } catch (Failure failure) {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNSUPPORTED);
            return false;
        }
    }

    @Test
    default void rule_302_rows_come_on_demand_if_and_only_if_that_is_declared() throws Exception {
        Subject subject = bench().open("tck_302");
        SnapshotRequest request = new SnapshotRequest("demand", List.of(subject.table()), null);
        subject.insert(1, 3);
        subject.reader().take(3);
        if (!bench().declares(subject, Capability.SNAPSHOT)) {
            isUnsupported(() -> subject.reader().stream().snapshot(request));
            isUnsupported(() -> subject.reader().stream().cancelSnapshot("demand"));
            return;
        }
        subject.reader().stream().snapshot(request);
        List<ChangeEvent> events = new ArrayList<>();
        subject.reader().poll(batch -> readsAll(subject, batch, events));

        assertThat(events).extracting(ChangeEvent::operation).containsOnly(Operation.READ);
        assertThat(ids(events)).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(isDone(subject)).as("the status says that all was read").isTrue();
        subject.isAtItsEnd();
        assertThatThrownBy(() -> subject.reader().stream().cancelSnapshot("no such snapshot"))
                .isInstanceOfSatisfying(Failure.class, CapabilityRules::saysNotFound);
    }

    private static boolean readsAll(Subject subject, ChangeBatch batch, List<ChangeEvent> events) {
        events.addAll(batch.events());
        if (!batch.isEmpty()) {
            acknowledge(subject, batch);
        }
        return isDone(subject) && events.size() >= 3;
    }

    private static void acknowledge(Subject subject, ChangeBatch batch) {
        try {
            subject.reader().stream().acknowledge(batch.last());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isDone(Subject subject) {
        return subject.reader().stream().status().snapshots().stream()
                .anyMatch(
                        progress ->
                                progress.id().equals("demand")
                                        && progress.state() == SnapshotProgress.State.DONE);
    }

    private static void saysNotFound(Failure failure) {
        assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
    }

    private static void isUnsupported(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNSUPPORTED));
    }

    @Test
    default void rule_303_structures_of_tables_come_if_and_only_if_that_is_declared()
            throws Exception {
        Subject subject = bench().open("tck_303");
        subject.insert(1, 1);
        List<SchemaVersion> structures = new ArrayList<>();
        subject.reader().poll(batch -> structures.addAll(batch.schemas()) || !batch.isEmpty());

        if (bench().declares(subject, Capability.SCHEMA_HISTORY)) {
            SchemaVersion structure = structures.getLast();
            assertThat(structure.table()).isEqualTo(subject.table());
            assertThat(structure.key()).containsExactly("id");
            assertThat(structure.columns())
                    .extracting(SchemaVersion.Column::name)
                    .contains("id", "note");
        } else {
            assertThat(structures).isEmpty();
        }
    }

    @Test
    default void rule_304_the_lag_is_told_in_bytes_if_and_only_if_that_is_declared()
            throws Exception {
        tells(bench().open("tck_304"), Capability.LAG_BYTES, lag -> lag.bytes() != null);
    }

    @Test
    default void rule_305_what_the_source_keeps_is_told_if_and_only_if_that_is_declared()
            throws Exception {
        tells(bench().open("tck_305"), Capability.RETENTION, lag -> lag.retention() != null);
    }

    private void tells(Subject subject, Capability capability, Predicate<StreamStatus.Lag> isTold)
            throws Exception {
        subject.insert(1, 1);
        subject.reader().next(1);
        if (bench().declares(subject, capability)) {
            boolean told = bench().patience().until(() -> isTold.test(lagAfterAPoll(subject)));
            assertThat(told).as("the status tells it").isTrue();
        } else {
            assertThat(isTold.test(lagAfterAPoll(subject))).as("the status tells it").isFalse();
        }
    }

    private static StreamStatus.Lag lagAfterAPoll(Subject subject) throws InterruptedException {
        subject.reader().stream().poll(Duration.ofMillis(10));
        return subject.reader().stream().status().lag();
    }

    @Test
    default void rule_306_what_the_source_keeps_is_given_up_if_and_only_if_that_is_declared()
            throws Exception {
        Subject subject = bench().open("tck_306");
        subject.insert(1, 1);
        subject.reader().next(1);
        subject.reader().close();
        if (!bench().declares(subject, Capability.RELEASE)) {
            isUnsupported(() -> release(subject));
            return;
        }
        List<String> givenUp = release(subject);
        List<String> again = release(subject);
        subject.reader().reopen();

        assertThat(givenUp).isNotEmpty();
        assertThat(again).isEmpty();
        subject.isAtItsEnd();
    }

    private List<String> release(Subject subject) throws InterruptedException {
        return bench().provider().release(subject.reader().source(), subject.context());
    }

    @Test
    default void rule_307_a_source_is_looked_at_if_and_only_if_that_is_declared() throws Exception {
        Subject subject = bench().subject("tck_307");
        Map<String, String> stored = subject.context().entries();
        List<Finding> findings = diagnose(subject);
        assertThat(subject.context().entries()).isEqualTo(stored);
        if (!bench().declares(subject, Capability.DIAGNOSIS)) {
            assertThat(findings).isEmpty();
            return;
        }
        assertThat(findings).isNotEmpty().noneMatch(CapabilityRules::isError);
        bench().fixture().cut();
        assertThat(diagnose(subject)).anyMatch(CapabilityRules::isError);
    }

    private List<Finding> diagnose(Subject subject) throws InterruptedException {
        return bench().provider().diagnose(subject.reader().source(), subject.context());
    }

    private static boolean isError(Finding finding) {
        return finding.grade() == Finding.Grade.ERROR;
    }

    @Test
    default void rule_308_a_source_can_do_no_more_than_its_provider_declares() throws Exception {
        Subject subject = bench().subject("tck_308");
        assertThat(bench().provider().capabilities())
                .containsAll(bench().provider().capabilities(subject.reader().source()));
    }
}
