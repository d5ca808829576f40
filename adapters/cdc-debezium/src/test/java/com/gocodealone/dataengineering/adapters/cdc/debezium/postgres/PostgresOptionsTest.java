package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;

import java.util.Map;

final class PostgresOptionsTest {
    @Test
    void debezium_gets_whole_numbers_without_the_fraction_that_they_have_on_the_wire() {
        Map<String, Object> own = Map.of("poll.interval.ms", 20.0, "snapshot.fetch.size", 100.0);
        assertThat(Settings.of(Map.of("debezium", own)).as(PostgresOptions.class).debezium())
                .isEqualTo(Map.of("poll.interval.ms", "20", "snapshot.fetch.size", "100"));
    }
}
