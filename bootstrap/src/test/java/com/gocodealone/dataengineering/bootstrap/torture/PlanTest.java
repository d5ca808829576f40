package com.gocodealone.dataengineering.bootstrap.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class PlanTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);
    private static final List<Deed> DEEDS = List.of(Deed.values());

    @Test
    void a_seed_gives_the_same_plan_again() {
        assertThat(Plan.of(7, LENGTH, DEEDS)).isEqualTo(Plan.of(7, LENGTH, DEEDS));
        assertThat(Plan.of(7, LENGTH, DEEDS)).isNotEqualTo(Plan.of(8, LENGTH, DEEDS));
    }

    @Test
    void every_deed_is_done_before_one_comes_again() {
        assertThat(Plan.of(7, LENGTH, DEEDS).entries().subList(0, DEEDS.size()))
                .extracting(Plan.Entry::deed)
                .containsExactlyInAnyOrderElementsOf(DEEDS);
    }
}
