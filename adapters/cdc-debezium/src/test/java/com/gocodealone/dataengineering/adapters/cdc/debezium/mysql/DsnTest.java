package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people write where a server is. */
final class DsnTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://cdc:p%40ss@db:3307/shop?tls=true",
                "mariadb://cdc:p%40ss@db:3307/shop?tls=true",
                "jdbc:mysql://db:3307/shop?user=cdc&password=p%40ss&tls=true",
                "cdc:p@ss@tcp(db:3307)/shop?tls=true"
            })
    void every_form_says_the_same(String text) {
        Dsn dsn = Dsn.parse(text);

        assertThat(dsn.host()).isEqualTo("db");
        assertThat(dsn.port()).isEqualTo(3307);
        assertThat(dsn.user()).isEqualTo("cdc");
        assertThat(dsn.password()).isEqualTo("p@ss");
        assertThat(dsn.database()).isEqualTo("shop");
        assertThat(dsn.parameters()).containsEntry("tls", "true");
        assertThat(dsn.toString()).doesNotContain("p@ss");
    }

    @Test
    void port_password_and_database_may_be_left_out() {
        Dsn dsn = Dsn.parse("mysql://cdc@[::1]");

        assertThat(dsn.server()).isEqualTo("[::1]:3306");
        assertThat(dsn.password()).isNull();
        assertThat(dsn.database()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://cdc:hunter2@db/shop",
                "mysql://cdc:hunter2@db:port/shop",
                "mysql://cdc:hunter2@one:1,two:2/shop",
                "mysql://db/shop?password=hunter2",
                "cdc:hunter2@unix(/run/mysqld.sock)/shop"
            })
    void what_cannot_be_read_is_refused_without_its_secret(String text) {
        assertThatThrownBy(() -> Dsn.parse(text))
                .isInstanceOf(Failure.class)
                .hasMessageNotContaining("hunter2");
    }
}
