package com.gocodealone.dataengineering.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class ByteSizeTest {
    record Limit(ByteSize value) {}

    private static ByteSize bind(Object value) {
        return Settings.of(Map.of("value", value)).as(Limit.class).value();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1048576, 1048576",
        "1B, 1",
        "512 KB, 524288",
        "512kb, 524288",
        "2KiB, 2048",
        "10GB, 10737418240",
        "1.5G, 1610612736",
        "1TB, 1099511627776"
    })
    void a_size_is_a_number_with_or_without_a_unit_of_1024(String text, long bytes) {
        assertThat(bind(text).bytes()).isEqualTo(bytes);
    }

    @Test
    void a_number_of_bytes_may_come_as_a_number() {
        assertThat(bind(1024.0)).isEqualTo(ByteSize.of(1024));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "-1", "1XB", "10 GBs", "9999999PB"})
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> bind(text))
                .hasMessage("value: \"%s\" is not a size such as 10GB".formatted(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1 KB", "1610612736, 1.5 GB"})
    void a_person_reads_the_largest_unit(long bytes, String text) {
        assertThat(ByteSize.of(bytes)).hasToString(text);
    }
}
