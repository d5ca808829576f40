package com.gocodealone.dataengineering.domain.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class TablePatternTest {
    @ParameterizedTest
    @CsvSource({
        "public.orders,public,orders",
        "orders,public,orders",
        "orders,sales,orders",
        "sales.*,sales,orders",
        "*.orders,sales,orders",
        "ord*,public,orders",
        "*,public,orders",
        "order?,public,orders",
        "public.orders,PUBLIC,Orders",
        "Orders,public,Orders",
        "a+b,public,a+b",
        "größe,public,GRÖßE",
    })
    void a_pattern_matches(String pattern, String schema, String table) {

        assertThat(new TablePattern(pattern).matches(new TableId(schema, table))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "public.orders,sales,orders",
        "orders,public,orders_old",
        "orders,public,my_orders",
        "order?,public,order",
        "sales.*,salesx,orders",
        "Orders,public,orders",
        "PUBLIC.orders,public,orders",
        "public.orders,public,xorders",
        "publicxorders,public,orders",
        "a+b,public,aab",
    })
    void a_pattern_does_not_match(String pattern, String schema, String table) {
        assertThat(new TablePattern(pattern).matches(new TableId(schema, table))).isFalse();
    }

    @Test
    void no_patterns_match_everything_and_several_what_any_of_them_matches() {
        TableId orders = new TableId("public", "orders");
        assertThat(TablePattern.anyMatches(List.of(), orders)).isTrue();
        TablePattern other = new TablePattern("customers");
        assertThat(TablePattern.anyMatches(List.of(other), orders)).isFalse();
        assertThat(TablePattern.anyMatches(List.of(other, new TablePattern("orders")), orders))
                .isTrue();
    }

    @Test
    void a_plain_pattern_names_one_table_of_one_schema() {
        assertThat(new TablePattern("public.orders").isPlain()).isTrue();
        assertThat(new TablePattern("orders").isPlain()).isFalse();
        assertThat(new TablePattern("public.*").isPlain()).isFalse();
        assertThat(new TablePattern("public.order?").isPlain()).isFalse();
    }
}
