package com.gocodealone.dataengineering.adapters.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class StatementTextTest {
    private static StatementText parse(String sql, int given) {
        return StatementText.parse(new PostgresLexis(), sql, given);
    }

    @Test
    void numbered_parameters_may_come_in_any_order_and_again() {
        assertThat(parse("SELECT $2, $1, $2", 2))
                .isEqualTo(new StatementText("SELECT ?, ?, ?", List.of(1, 0, 1)));
    }

    @Test
    void question_marks_are_parameters_where_there_are_no_numbers() {
        assertThat(parse("SELECT ?, ?", 2))
                .isEqualTo(new StatementText("SELECT ?, ?", List.of(0, 1)));
    }

    @Test
    void beside_numbers_a_question_mark_is_an_operator() {
        assertThat(parse("SELECT a ? $1", 1))
                .isEqualTo(new StatementText("SELECT a ?? ?", List.of(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '$1 ; it''s', $1",
                "SELECT \"a;$2\"\"b\", $1",
                "SELECT E'\\';$2', $1",
                "SELECT $$;$2$$, $1",
                "SELECT $tag$ $$;$2 $tag$, $1",
                "SELECT $1 -- ;$2\n",
                "/* ; /* $2 */ ; */ SELECT $1",
                "SELECT a$2 FROM t WHERE b = $1;  ",
                "SELECT $1; -- done",
                " select $1 ;;"
            })
    void what_is_no_code_is_left_alone(String sql) {
        StatementText text = parse(sql, 1);
        assertThat(text.order()).containsExactly(0);
        assertThat(text.sql().chars().filter(c -> c == '?').count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1; -- x\n DROP TABLE y",
                "SELECT 1;/**/COMMIT",
                "SELECT '1'; 'x'"
            })
    void a_second_statement_is_refused(String sql) {
        assertThatThrownBy(() -> parse(sql, 0))
                .hasMessage("query: only one statement can be run at a time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "SET ROLE x",
                "RESET ROLE",
                "/* SELECT */ DROP TABLE x",
                "DO $$ $$",
                "",
                "1"
            })
    void only_what_reads_or_changes_rows_is_run(String sql) {
        assertThatThrownBy(() -> parse(sql, 0)).hasMessageStartingWith("query: it begins with");
    }

    @Test
    void as_many_parameters_as_are_used_must_be_given() {
        assertThatThrownBy(() -> parse("SELECT $3", 2))
                .hasMessage("params: the query has 3 parameters, and 2 are given");
        assertThatThrownBy(() -> parse("SELECT $0", 0)).hasMessageContaining("$0");
    }
}
