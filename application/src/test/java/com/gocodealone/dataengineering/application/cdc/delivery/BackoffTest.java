package com.gocodealone.dataengineering.application.cdc.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class BackoffTest {
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "5,16", "6,30", "7,30", "100,30", "2147483647,30"})
    void a_wait_doubles_up_to_the_limit_and_is_never_less_than_a_half(int failures, int seconds) {
        for (int i = 0; i < 200; i++) {
            assertThat(BACKOFF.after(failures))
                    .isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "60", "1000"})
    void a_wait_that_cannot_be_counted_any_more_is_the_limit(int failures) {
        Backoff long64 = new Backoff(Duration.ofDays(30_000), Duration.ofDays(40_000));
        assertThat(long64.after(failures))
                .isBetween(Duration.ofDays(15_000), Duration.ofDays(40_000));
    }
}
