package com.gocodealone.dataengineering.adapters.cdc.tck;

import static com.gocodealone.dataengineering.adapters.cdc.tck.Subject.ids;
import static com.gocodealone.dataengineering.adapters.cdc.tck.Subject.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every change comes, in order, until it is acknowledged. */
interface DeliveryRules {
    Bench bench();

    @Test
    default void rule_101_changes_come_in_the_order_of_their_commits() throws Exception {
        Subject subject = bench().open("tck_101");
        subject.insert(1, 3);
        subject.insertTogether(10, 30);
        subject.insert(4, 5);

        List<Long> expected = new ArrayList<>(range(1, 3));
        expected.addAll(range(10, 30));
        expected.addAll(range(4, 5));
        assertThat(ids(subject.reader().next(expected.size()))).isEqualTo(expected);
        subject.isAtItsEnd();
    }

    @Test
    default void rule_102_a_change_has_the_same_position_and_index_at_every_delivery()
            throws Exception {
        Subject subject = bench().open("tck_102");
        subject.insert(1, 2);
        subject.insertTogether(3, 30);
        List<String> first = places(subject.reader().next(30));

        subject.reader().reopen();

        assertThat(places(subject.reader().next(30))).doesNotHaveDuplicates().isEqualTo(first);
    }

    private static List<String> places(List<ChangeEvent> events) {
        return events.stream()
                .map(
                        event ->
                                "%d at %s, %d"
                                        .formatted(
                                                Subject.id(event), event.position(), event.index()))
                .sorted()
                .toList();
    }

    @Test
    default void rule_103_a_batch_never_ends_inside_a_position() throws Exception {
        Subject subject = bench().open("tck_103");
        subject.insertTogether(1, 500);
        List<Position> ends = new ArrayList<>();
        Set<Position> seen = new HashSet<>();
        List<ChangeEvent> events = new ArrayList<>();
        subject.reader().poll(batch -> collects(batch, events, seen, ends) == 500);

        assertThat(events).hasSize(500);
        assertThat(ends).as("positions that came in two batches").isEmpty();
    }

    /** Adds to {@code torn} what came in an earlier batch too. */
    private static int collects(
            ChangeBatch batch, List<ChangeEvent> events, Set<Position> seen, List<Position> torn) {
        Set<Position> positions = new HashSet<>();
        batch.events().forEach(event -> positions.add(event.position()));
        positions.stream().filter(position -> !seen.add(position)).forEach(torn::add);
        events.addAll(batch.events());
        return events.size();
    }

    @Test
    default void rule_104_what_was_not_acknowledged_comes_back() throws Exception {
        Subject subject = bench().open("tck_104");
        subject.insert(1, 3);
        assertThat(ids(subject.reader().next(3))).isEqualTo(range(1, 3));

        subject.reader().reopen();
        assertThat(ids(subject.reader().next(3))).isEqualTo(range(1, 3));

        subject.reader().close();
        subject.insert(4, 5);
        subject.reader().reopen();
        assertThat(ids(subject.reader().next(5))).isEqualTo(range(1, 5));
    }

    @Test
    default void rule_105_what_was_acknowledged_and_what_came_before_it_does_not_come_back()
            throws Exception {
        Subject subject = bench().open("tck_105");
        for (long id = 1; id <= 3; id++) {
            subject.insert(id, id);
            assertThat(ids(subject.reader().next(1))).containsExactly(id);
        }
        subject.insert(4, 4);
        ChangeEvent last = subject.reader().next(1).getLast();
        subject.reader().stream().acknowledge(last.position());

        subject.reader().reopen();
        subject.isAtItsEnd();
        assertThat(subject.reader().stream().status().acknowledged()).isEqualTo(last.position());
    }

    @Test
    default void rule_106_a_reader_that_is_killed_loses_nothing_and_repeats_nothing_acknowledged(
            @TempDir Path folder) throws Exception {
        Subject subject = bench().subject("tck_106");
        Path state = folder.resolve("state");
        try (KilledReader killed = KilledReader.start(subject.reader().source(), state, 20)) {
            subject.insert(1, 20);
            killed.says(KilledReader.ACKNOWLEDGED, 20);
            subject.insert(21, 40);
            killed.says(KilledReader.SEEN, 40);
        }

        try (SourceReader next =
                bench().reader("tck_106", subject.table(), new FileContext(state))) {
            next.reopen();
            assertThat(ids(next.next(20))).isEqualTo(range(21, 40));
        }
    }

    @Test
    default void rule_107_an_acknowledgement_that_cannot_be_stored_fails_and_can_be_made_again()
            throws Exception {
        Subject subject = bench().open("tck_107");
        subject.insert(1, 1);
        Position position = subject.reader().next(1).getLast().position();
        subject.context().breakDown(true);
        boolean stored = acknowledges(subject, position);
        subject.context().breakDown(false);
        if (!stored) {
            subject.reader().stream().acknowledge(position);
        }

        subject.reader().reopen();
        subject.isAtItsEnd();
    }

    private static boolean acknowledges(Subject subject, Position position)
            throws InterruptedException {
        try {
            subject.reader().stream().acknowledge(position);
            return true;
        } catch (Failure failure) {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            return false;
        }
    }

    @Test
    default void rule_108_a_position_that_the_stream_did_not_give_cannot_be_acknowledged()
            throws Exception {
        Subject subject = bench().open("tck_108");
        subject.insert(1, 1);
        subject.reader().next(1);
        Position foreign = new Position("no position of this stream");

        assertThatThrownBy(() -> subject.reader().stream().acknowledge(foreign))
                .isInstanceOf(Failure.class);

        subject.reader().reopen();
        assertThat(ids(subject.reader().next(1))).containsExactly(1L);
    }
}
