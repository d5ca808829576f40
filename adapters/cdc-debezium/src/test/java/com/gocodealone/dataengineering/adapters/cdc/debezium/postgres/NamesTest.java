package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Slots, identifiers and literals. */
final class NamesTest {
    @Test
    void a_plain_source_id_is_seen_in_its_slot() {
        assertThat(SlotName.of("orders_2")).isEqualTo("data_engineering_orders_2");
    }

    @Test
    void no_two_sources_share_a_slot() {
        String longId = "x".repeat(100);
        List<String> ids =
                List.of(
                        "a-b",
                        "a_b",
                        "A_b",
                        "a.b",
                        "ä",
                        "ö",
                        "",
                        longId,
                        longId + "x",
                        SlotName.of("a-b").substring("data_engineering_".length()));

        assertThat(ids)
                .extracting(SlotName::of)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9_]{1,63}"));
    }

    @Test
    void an_identifier_cannot_end_its_quotes() {
        assertThat(Sql.identifier("a\"; DROP TABLE b; --"))
                .isEqualTo("\"a\"\"; DROP TABLE b; --\"");
        assertThat(Sql.table(new TableId("My Schema", "t"))).isEqualTo("\"My Schema\".\"t\"");
    }

    @Test
    void positions_are_written_as_postgresql_writes_them() {
        assertThat(Lsn.text(0x16B3748L)).isEqualTo("0/16B3748");
        assertThat(Lsn.text(0xAB_00000001L)).isEqualTo("AB/1");
        assertThat(Lsn.parse("AB/16B3748")).isEqualTo(0xAB_016B3748L);
    }
}
