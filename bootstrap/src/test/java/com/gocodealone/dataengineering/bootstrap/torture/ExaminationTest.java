package com.gocodealone.dataengineering.bootstrap.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whatever a stream may do wrong is noticed; each test plants one fault into a faultless stream.
 */
class ExaminationTest {
    private static final RowKey ONE = new RowKey(TortureTable.PLAIN, "1");
    private static final RowKey TWO = new RowKey(TortureTable.PLAIN, "2");

    /** What the pipeline got; faultless until a test spoils it. */
    private final List<Delivery> stream = new ArrayList<>();

    private final Map<RowKey, Map<String, @Nullable String>> rows = new HashMap<>();
    private final Map<RowKey, List<Step>> histories = new HashMap<>();
    private final Map<TortureTable, Integer> truncates =
            new HashMap<>(Map.of(TortureTable.PLAIN, 0));

    @BeforeEach
    void liveTwoRows() {
        insert(ONE, "10");
        update(ONE, "11");
        insert(TWO, "12");
        update(ONE, "13");
        delete(TWO);
        insert(TWO, "14");
        update(TWO, "15");
    }

    @Test
    void a_faultless_stream_has_no_complaints() {
        assertThat(complaints()).isEmpty();
    }

    @Test
    void a_stream_that_begins_again_after_a_crash_has_no_complaints() {
        stream.addAll(3, List.copyOf(stream.subList(1, 3)));
        stream.addAll(7, List.copyOf(stream.subList(2, 7)));
        assertThat(complaints()).isEmpty();
        assertThat(Examination.repeats(stream)).isEqualTo(7);
    }

    @Test
    void no_event_can_be_missing_unnoticed() {
        for (int i = 0; i < stream.size(); i++) {
            List<Delivery> lossy = new ArrayList<>(stream);
            lossy.remove(i);
            assertThat(Examination.complaints(truth(), lossy)).as("without #%d", i).isNotEmpty();
        }
    }

    @Test
    void a_whole_life_that_nobody_heard_of_is_noticed() {
        RowKey three = new RowKey(TortureTable.PLAIN, "3");
        int before = stream.size();
        insert(three, "16");
        delete(three);
        stream.subList(before, stream.size()).clear();
        assertThat(complaints()).singleElement().asString().contains("another history");
    }

    @Test
    void two_events_of_a_row_that_change_places_are_noticed() {
        Collections.swap(stream, 1, 3);
        assertThat(complaints().getFirst())
                .contains("another history")
                .contains("INSERT to rev 10, UPDATE to rev 11, UPDATE to rev 13")
                .contains("#1 torture:4 UPDATE to rev 13");
    }

    @Test
    void events_of_different_rows_may_change_places() {
        Collections.swap(stream, 1, 2);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void an_event_of_a_transaction_that_was_rolled_back_is_noticed() {
        stream.add(event("INSERT", new RowKey(TortureTable.PLAIN, "9"), "99"));
        assertThat(complaints()).isNotEmpty();
    }

    @Test
    void a_repeat_under_another_id_is_noticed() {
        Delivery last = stream.getLast();
        stream.add(
                new Delivery(
                        "torture:other",
                        last.op(),
                        last.table(),
                        last.before(),
                        last.after(),
                        last.unchanged(),
                        last.origin()));
        assertThat(complaints()).isNotEmpty();
    }

    @Test
    void a_repeat_with_another_content_is_noticed() {
        Delivery last = stream.getLast();
        stream.add(
                new Delivery(
                        last.eventId(),
                        last.op(),
                        last.table(),
                        last.before(),
                        last.after(),
                        last.unchanged(),
                        List.of("another position")));
        assertThat(complaints()).singleElement().asString().contains("came again as something");
    }

    @Test
    void a_repeat_that_leaves_an_event_out_is_noticed() {
        stream.add(stream.get(0));
        stream.add(stream.get(3));
        assertThat(complaints()).singleElement().asString().contains("leaves an event out");
    }

    @Test
    void a_row_may_be_read_again_among_its_changes() {
        stream.add(2, read(ONE, "11"));
        stream.add(read(ONE, "13"));
        assertThat(complaints()).isEmpty();
    }

    @Test
    void a_reading_that_was_interrupted_may_find_the_row_changed() {
        Delivery read = read(ONE, "11");
        stream.add(2, read);
        stream.add(
                new Delivery(
                        read.eventId(),
                        read.op(),
                        read.table(),
                        null,
                        row(ONE, "13", "name"),
                        Set.of(),
                        List.of()));
        assertThat(complaints()).isEmpty();
    }

    @Test
    void a_row_that_is_read_before_its_change_or_after_the_next_is_noticed() {
        stream.add(2, read(ONE, "13"));
        assertThat(complaints()).singleElement().asString().contains("did not leave it");
        stream.remove(2);
        stream.add(4, read(ONE, "11"));
        assertThat(complaints()).last().asString().contains("did not leave it");
    }

    @Test
    void a_row_that_is_read_though_it_is_gone_is_noticed() {
        stream.add(5, read(TWO, "12"));
        assertThat(complaints()).singleElement().asString().contains("did not leave it");
    }

    @Test
    void a_wrong_value_is_noticed() {
        rows.put(ONE, row(ONE, "13", "another name"));
        assertThat(complaints().getFirst()).contains("another name");
    }

    @Test
    void a_column_that_did_not_change_keeps_its_value() {
        rows.put(ONE, row(ONE, "13", "name"));
        Delivery update = stream.get(3);
        Map<String, @Nullable String> after =
                new HashMap<String, @Nullable String>(Objects.requireNonNull(update.after()));
        after.remove("name");
        stream.set(
                3,
                new Delivery(
                        update.eventId(),
                        update.op(),
                        update.table(),
                        null,
                        after,
                        Set.of("name"),
                        update.origin()));
        assertThat(complaints()).isEmpty();
    }

    @Test
    void a_table_that_was_emptied_unheard_is_noticed() {
        truncates.put(TortureTable.PLAIN, 1);
        assertThat(complaints()).singleElement().asString().contains("emptied 1 times");
    }

    private List<String> complaints() {
        return Examination.complaints(truth(), stream);
    }

    private Truth truth() {
        return new Truth(rows, histories, truncates);
    }

    private void insert(RowKey key, String rev) {
        live(key, event("INSERT", key, rev));
    }

    private void update(RowKey key, String rev) {
        live(key, event("UPDATE", key, rev));
    }

    private void delete(RowKey key) {
        live(
                key,
                new Delivery(
                        nextId(),
                        "DELETE",
                        key.table(),
                        row(key, "0", "name"),
                        null,
                        Set.of(),
                        List.of()));
    }

    private void live(RowKey key, Delivery event) {
        stream.add(event);
        histories.computeIfAbsent(key, any -> new ArrayList<>()).add(event.step());
        Map<String, @Nullable String> after = event.after();
        if (after == null) {
            rows.remove(key);
        } else {
            rows.put(key, after);
        }
    }

    private Delivery event(String op, RowKey key, String rev) {
        return new Delivery(
                nextId(), op, key.table(), null, row(key, rev, "name"), Set.of(), List.of());
    }

    private static Delivery read(RowKey key, String rev) {
        return new Delivery(
                "torture:read/" + rev,
                "READ",
                key.table(),
                null,
                row(key, rev, "name"),
                Set.of(),
                List.of());
    }

    private String nextId() {
        return "torture:" + (stream.size() + 1);
    }

    private static Map<String, @Nullable String> row(RowKey key, String rev, String name) {
        Map<String, @Nullable String> row = new HashMap<>();
        row.put("id", key.key());
        row.put("rev", rev);
        row.put("name", name);
        return row;
    }
}
