package com.gocodealone.dataengineering.application.cdc.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

class EventTextTest {
    private static EventData event(@Nullable Object... values) {
        List<String> columns =
                IntStream.range(0, values.length).mapToObj(i -> "c:" + i + " \u00fc").toList();
        Row row = new Row(new RowType(columns), values);
        ChangeEvent change =
                new ChangeEvent(
                        new Position("0/1"),
                        2,
                        Operation.UPDATE,
                        new TableId("public", "orders"),
                        row,
                        null,
                        row,
                        Instant.parse("2026-01-02T03:04:05.678901Z"),
                        null);
        return EventData.of("shop", change);
    }

    @Test
    void every_value_comes_back_as_it_was_with_its_type() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("a", null);
        json.put("b", List.of(1, "two", new BigDecimal("3.00")));
        EventData event =
                event(
                        null,
                        Row.UNCHANGED,
                        "text : 5 \ud83d\ude00",
                        "",
                        true,
                        (byte) 1,
                        (short) 2,
                        3,
                        4L,
                        0.1f,
                        Double.NaN,
                        new BigDecimal("12.50"),
                        new BigInteger("123456789012345678901"),
                        UUID.fromString("00000000-0000-0000-0000-000000000001"),
                        Instant.EPOCH,
                        LocalDate.EPOCH,
                        LocalTime.NOON,
                        LocalDateTime.of(2026, 1, 1, 0, 0),
                        OffsetDateTime.parse("2026-01-01T00:00+02:00"),
                        OffsetTime.parse("10:00+01:00"),
                        json,
                        List.of());
        EventData read = EventText.read(EventText.write(event));
        Row row = Objects.requireNonNull(event.after());
        Row back = Objects.requireNonNull(read.after());
        assertThat(back.type()).isEqualTo(row.type());
        for (int i = 0; i < row.type().columns().size(); i++) {
            assertThat(back.value(i)).isEqualTo(row.value(i));
        }
        assertThat(read.eventId()).isEqualTo("shop:0/1:2");
        assertThat(read.committedAt()).isEqualTo(event.committedAt());
        assertThat(read.transaction()).isNull();
        assertThat(read.before()).isNull();
        assertThat(read.unchangedColumns()).isEqualTo(event.unchangedColumns()).hasSize(1);
    }

    @Test
    void bytes_come_back_too() {
        EventData read = EventText.read(EventText.write(event((Object) new byte[] {0, -1, 7})));
        assertThat(Objects.requireNonNull(read.after()).value(0)).isEqualTo(new byte[] {0, -1, 7});
    }

    @Test
    void what_is_no_event_is_refused() {
        assertThatThrownBy(() -> EventText.read("s3:abc"))
                .isInstanceOf(IllegalArgumentException.class);
        String text = EventText.write(event(1));
        assertThatThrownBy(() -> EventText.read(text.substring(0, text.length() / 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
