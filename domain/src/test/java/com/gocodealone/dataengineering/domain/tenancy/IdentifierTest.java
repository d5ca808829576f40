package com.gocodealone.dataengineering.domain.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    @Test
    void a_name_is_quoted_so_that_it_cannot_end_the_quote() {
        assertThat(new Identifier("a\"; DROP TABLE x; --"))
                .hasToString("\"a\"\"; DROP TABLE x; --\"");
    }

    @Test
    void a_name_that_the_database_would_cut_off_is_refused() {
        assertThat(new Identifier("ü".repeat(31)).name()).hasSize(31);
        assertThatThrownBy(() -> new Identifier("ü".repeat(32)))
                .hasMessageContaining("has 64 bytes, and a database takes 63");
    }

    @Test
    void a_table_without_a_schema_is_in_public() {
        assertThat(TableName.parse("orders")).hasToString("\"public\".\"orders\"");
        assertThat(TableName.parse("sales.Orders").plain()).isEqualTo("sales.Orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".b", "a.b.c", " "})
    void what_is_no_table_is_refused(String text) {
        assertThatThrownBy(() -> TableName.parse(text))
                .hasMessageContaining("is not the name of a table");
    }
}
