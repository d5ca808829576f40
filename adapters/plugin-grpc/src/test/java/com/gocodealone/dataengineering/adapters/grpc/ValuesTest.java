package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.proto.engine.TriggerWorkflowRequest;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

final class ValuesTest {
    private static final long EXACT = 1L << 53;

    static Stream<Arguments> plain() {
        return Stream.of(
                arguments(null, null),
                arguments(true, true),
                arguments(false, false),
                arguments("", ""),
                arguments(
                        "text with \"quotes\", ümlaut and 😀",
                        "text with \"quotes\", ümlaut and 😀"));
    }

    static Stream<Arguments> wholeNumbers() {
        return Stream.of(
                arguments((byte) -3, -3.0),
                arguments((short) 300, 300.0),
                arguments(Integer.MIN_VALUE, -2147483648.0),
                arguments(0L, 0.0),
                arguments(EXACT, 9007199254740992.0),
                arguments(-EXACT, -9007199254740992.0),
                arguments(EXACT + 1, "9007199254740993"),
                arguments(-EXACT - 1, "-9007199254740993"),
                arguments(Long.MAX_VALUE, "9223372036854775807"),
                arguments(new BigInteger("123456789012345678901"), "123456789012345678901"),
                arguments(BigInteger.ONE, "1"));
    }

    static Stream<Arguments> fractions() {
        return Stream.of(
                arguments(new BigDecimal("12.50"), "12.50"),
                arguments(new BigDecimal("1E+3"), "1000"),
                arguments(new BigDecimal("1E-10"), "0.0000000001"),
                arguments(new BigDecimal("1E+100000"), "1E+100000"),
                arguments(0.1, 0.1),
                arguments(-0.0, -0.0),
                arguments(0.1f, 0.1),
                arguments(Double.NaN, "NaN"),
                arguments(Double.POSITIVE_INFINITY, "Infinity"),
                arguments(Double.NEGATIVE_INFINITY, "-Infinity"),
                arguments(Float.NaN, "NaN"),
                arguments(Float.NEGATIVE_INFINITY, "-Infinity"));
    }

    static Stream<Arguments> bytesAndTimes() {
        return Stream.of(
                arguments(new byte[] {0, (byte) 0xff, 'a'}, "AP9h"),
                arguments(
                        Instant.parse("2026-01-02T15:04:05.123456Z"),
                        "2026-01-02T15:04:05.123456Z"),
                arguments(LocalDate.of(2026, 1, 2), "2026-01-02"),
                arguments(LocalTime.of(15, 4), "15:04:00"),
                arguments(LocalDateTime.of(2026, 1, 2, 15, 0), "2026-01-02T15:00:00"),
                arguments(
                        OffsetDateTime.of(2026, 1, 2, 15, 0, 0, 1000, ZoneOffset.ofHours(2)),
                        "2026-01-02T15:00:00.000001+02:00"),
                arguments(OffsetTime.of(15, 0, 0, 0, ZoneOffset.UTC), "15:00:00Z"),
                arguments(
                        ZonedDateTime.of(2026, 1, 2, 15, 0, 0, 0, ZoneOffset.UTC),
                        "2026-01-02T15:00:00Z"),
                arguments(Duration.ofMinutes(90), "PT1H30M"),
                arguments(
                        UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                        "123e4567-e89b-12d3-a456-426614174000"),
                arguments(TestTypes.Color.DARK_BLUE, "DARK_BLUE"));
    }

    static Stream<Arguments> collections() {
        return Stream.of(
                arguments(List.of(), List.of()),
                arguments(
                        Arrays.asList(1, null, List.of("x")),
                        Arrays.asList(1.0, null, List.of("x"))),
                arguments(Set.of("one"), List.of("one")),
                arguments(new Object[] {1, "x"}, List.of(1.0, "x")),
                arguments(Map.of(), Map.of()),
                arguments(Map.of(5, Map.of("deep", true)), Map.of("5", Map.of("deep", true))),
                arguments(Collections.singletonMap("k", null), Collections.singletonMap("k", null)),
                arguments(
                        new TableId("public", "orders"),
                        Map.of("schema", "public", "name", "orders")));
    }

    @ParameterizedTest
    @MethodSource({"plain", "wholeNumbers", "fractions", "bytesAndTimes", "collections"})
    void the_engine_gets(@Nullable Object ours, @Nullable Object theirs) throws Exception {
        assertThat(Structs.toValue(StructBuilder.value(ours))).isEqualTo(theirs);
        assertThat(Structs.toValue(written(ours))).isEqualTo(theirs);
    }

    @Test
    void a_row_is_a_map_without_the_columns_that_were_not_sent() throws Exception {
        var type = new RowType(List.of("id", "big", "gone", "note"));
        var row = new Row(type, new Object[] {1, "kept", Row.UNCHANGED, null});
        Map<String, @Nullable Object> expected = new HashMap<>();
        expected.put("id", 1.0);
        expected.put("big", "kept");
        expected.put("note", null);
        assertThat(Structs.toValue(StructBuilder.value(row))).isEqualTo(expected);
        assertThat(Structs.toValue(written(row))).isEqualTo(expected);
    }

    @Test
    void lists_and_text_longer_than_any_buffer_arrive_whole() throws Exception {
        var large = Collections.nCopies(1000, "ü".repeat(333));
        assertThat(Structs.toValue(written(large))).isEqualTo(large);
        assertThat(written(Map.of("k", large))).isEqualTo(StructBuilder.value(Map.of("k", large)));
    }

    @Test
    void a_request_says_its_own_size_and_can_be_read_piece_by_piece() throws Exception {
        TriggerCall call =
                TriggerCall.of("pipeline:p", "cdc.change", StructBytes.of(Map.of("k", "v")));
        try (InputStream stream = call.stream()) {
            assertThat(stream.available()).isEqualTo(call.size());
            assertThat(stream.read()).isEqualTo(0x0a);
            byte[] rest = stream.readAllBytes();
            assertThat(rest).hasSize(call.size() - 1);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    private static Value written(@Nullable Object value) throws IOException {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("before", 1);
        data.put("value", value);
        data.put("after", true);
        TriggerCall call = TriggerCall.of("pipeline:p", "cdc.change", StructBytes.of(data));
        var request = TriggerWorkflowRequest.parseFrom(call.stream());
        assertThat(request.getSerializedSize()).isEqualTo(call.size());
        assertThat(request.getTriggerType()).isEqualTo("pipeline:p");
        assertThat(request.getAction()).isEqualTo("cdc.change");
        assertThat(request.getData().getFieldsMap()).hasSize(3);
        return request.getData().getFieldsOrThrow("value");
    }
}
