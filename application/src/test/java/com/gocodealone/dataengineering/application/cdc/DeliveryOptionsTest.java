package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.delivery.TriggerOptions;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;

/** What a trigger may ask for. */
@Timeout(60)
class DeliveryOptionsTest {
    @Test
    void everything_that_is_wrong_with_a_trigger_is_said_at_once() {
        Map<String, Object> keys =
                Map.of(
                        "source_id",
                        "shop",
                        "max_in_flight",
                        4,
                        "on_error",
                        "skip",
                        "where",
                        Map.of("total", Map.of("gtt", 1), "status", List.of()));
        assertThatThrownBy(() -> Settings.of(keys).as(TriggerOptions.class))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("max_in_flight: 4 needs order: table or order: key")
                .hasMessageContaining("on_error needs retry.max_attempts")
                .hasMessageContaining("where.total.gtt is no operator (did you mean gt")
                .hasMessageContaining("where.status.eq is an empty list");
    }
}
