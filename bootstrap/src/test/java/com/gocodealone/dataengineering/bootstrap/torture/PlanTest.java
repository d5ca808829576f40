package com.gocodealone.dataengineering.bootstrap.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PlanTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);

    @Test
    void a_seed_gives_the_same_plan_again() {
        assertThat(Plan.of(7, LENGTH)).isEqualTo(Plan.of(7, LENGTH));
        assertThat(Plan.of(7, LENGTH)).isNotEqualTo(Plan.of(8, LENGTH));
    }

    @Test
    void every_deed_is_done_before_one_comes_again() {
        int deeds = Deed.values().length;
        assertThat(Plan.of(7, LENGTH).entries().subList(0, deeds))
                .extracting(Plan.Entry::deed)
                .containsExactlyInAnyOrder(Deed.values());
    }
}
