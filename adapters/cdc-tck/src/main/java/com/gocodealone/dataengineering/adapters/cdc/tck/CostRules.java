package com.gocodealone.dataengineering.adapters.cdc.tck;

import static com.gocodealone.dataengineering.adapters.cdc.tck.Subject.range;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a stream costs. */
interface CostRules {
    int ROWS = 4000;
    int ROW_BYTES = 8000;

    Bench bench();

    @Test
    default void rule_501_what_nobody_polls_stays_outside_the_heap() throws Exception {
        Subject subject = bench().open("tck_501");
        String note = "x".repeat(ROW_BYTES);
        Heap before = Heap.now();
        subject.commit(
                range(1, ROWS).stream()
                        .map(id -> new RowChange.Insert(id, note))
                        .toArray(RowChange[]::new));
        Heap.rests(bench().patience());

        assertThat(Heap.now().usedBytes() - before.usedBytes())
                .as("bytes of heap that a transaction of %d bytes takes", (long) ROWS * ROW_BYTES)
                .isLessThan((long) ROWS * ROW_BYTES / 2);
        assertThat(subject.reader().next(ROWS)).hasSize(ROWS);
    }
}
