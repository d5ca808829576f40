package com.gocodealone.dataengineering.domain.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnNameTest {
    @ParameterizedTest
    @CsvSource({
        "tenant_, acme, tenant_acme",
        "tenant_, ACME, tenant_acme",
        "'', 4f7c2f1e-98a3-4b7e-8f43-0a4b1c2d3e4f, 4f7c2f1e-98a3-4b7e-8f43-0a4b1c2d3e4f",
        "t-, 007, t-007"
    })
    void a_name_is_prefix_and_id_in_lower_case(String prefix, String id, String name) {
        assertThat(OwnName.of(prefix, id).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\"b", "a;b", "a.b", "ä", "a\nb", "a'b", "a\0b", "a\n"})
    void an_id_with_another_character_is_refused(String id) {
        assertThatThrownBy(() -> OwnName.of("t_", id))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("tenant_id: ");
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> OwnName.of("1;", "a b"))
                .hasMessage(
                        "schema_prefix: \"1;\" is not made of letters, digits, _ and -, with no"
                            + " digit first; tenant_id: \"a b\" is not made of letters, digits, _"
                            + " and -");
    }

    @Test
    void a_name_must_leave_room_for_its_archive() {
        assertThat(OwnName.of("t_", "x".repeat(52)).archived().name()).hasSize(63);
        assertThatThrownBy(() -> OwnName.of("t_", "x".repeat(53)))
                .hasMessageContaining("have 55 bytes together; at most 54 are possible");
    }

    @ParameterizedTest
    @CsvSource({"'', public", "'', PUBLIC", "pg_, acme", "'', template1", "'', data_engineering"})
    void what_belongs_to_the_database_is_refused(String prefix, String id) {
        assertThatThrownBy(() -> OwnName.of(prefix, id))
                .hasMessageContaining("belongs to the database");
    }

    @Test
    void the_name_of_an_archive_is_no_name_for_a_tenant() {
        assertThatThrownBy(() -> OwnName.of("t_", "acme_archived"))
                .hasMessageContaining("stands for an archived tenant");
    }
}
