package com.gocodealone.dataengineering.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class NearestTest {
    private static final List<String> KNOWN = List.of("source_id", "tables", "connection");

    @Test
    void a_slip_of_the_pen_finds_the_word_that_was_meant() {
        assertThat(Nearest.to("sourceid", KNOWN)).contains("source_id");
        assertThat(Nearest.to("SOURCE_ID", KNOWN)).contains("source_id");
        assertThat(Nearest.to("tabels", KNOWN)).contains("tables");
        assertThat(Nearest.to("conection", KNOWN)).contains("connection");
        assertThat(Nearest.to("conn_ection", KNOWN)).contains("connection");
    }

    @Test
    void a_word_that_somebody_did_not_finish_finds_the_whole() {
        assertThat(Nearest.to("source", KNOWN)).contains("source_id");
        assertThat(Nearest.to("so", KNOWN)).isEmpty();
    }

    @Test
    void of_two_that_are_near_the_nearer_is_meant() {
        assertThat(Nearest.to("orders2", List.of("orders", "orders12"))).contains("orders");
        assertThat(Nearest.to("order", List.of("borders", "orders"))).contains("orders");
    }

    @Test
    void a_word_that_is_near_to_nothing_finds_nothing() {
        assertThat(Nearest.to("warehouse", KNOWN)).isEmpty();
        assertThat(Nearest.to("source_id", List.of())).isEmpty();
    }
}
