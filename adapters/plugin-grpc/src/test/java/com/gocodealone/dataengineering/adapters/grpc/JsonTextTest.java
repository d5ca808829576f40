package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

final class JsonTextTest {
    @Test
    void every_digit_is_kept() {
        assertThat(JsonText.read("9007199254740993")).isEqualTo(9007199254740993L);
        assertThat(JsonText.read("123456789012345678901"))
                .isEqualTo(new BigInteger("123456789012345678901"));
        assertThat(JsonText.read("0.1000")).isEqualTo(new BigDecimal("0.1000"));
    }

    @Test
    void objects_and_arrays_are_maps_and_lists() {
        assertThat(JsonText.read(" {\"a\": [1, null, {\"b\": true}], \"c\": \"x\"} "))
                .isEqualTo(Map.of("a", Arrays.asList(1, null, Map.of("b", true)), "c", "x"));
        assertThat(JsonText.read("[]")).isEqualTo(List.of());
        assertThat(JsonText.read("null")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "x",
                "[1",
                "{\"a\":1,\"a\":2}",
                "[1] [2]",
                "{'a':1}",
                "NaN",
                "]",
                "[1e999999999]"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> JsonText.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
