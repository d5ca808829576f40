package com.gocodealone.dataengineering.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class SettingsBindingTest {
    enum Mode {
        ROW_LEVEL,
        SCHEMA
    }

    record Text(String value) {}

    record OptionalText(@Nullable String value) {}

    record Int(int value) {}

    record OptionalInt(@Nullable Integer value) {}

    record Long64(long value) {}

    record Decimal(double value) {}

    record Bool(boolean value) {}

    record Wait(Duration value) {}

    record Choice(Mode value) {}

    record Texts(List<String> value) {}

    record Ints(List<Integer> value) {}

    record Choices(List<Mode> value) {}

    record Mapping(Map<String, @Nullable Object> value) {}

    record Numbers(Map<String, Double> value) {}

    record Free(Settings value) {}

    private static <R extends Record> R bind(Class<R> type, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("value", value);
        return new Settings(values, new FakeJson()).as(type);
    }

    private static void assertRefused(
            Class<? extends Record> type, @Nullable Object value, String sentence) {
        assertThatThrownBy(() -> bind(type, value))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
                            assertThat(failure.fact()).isEqualTo(sentence);
                        });
    }

    @Test
    void text_is_taken_as_it_is_and_numbers_and_booleans_as_they_are_written() {
        assertThat(bind(Text.class, " a b ").value()).isEqualTo(" a b ");
        assertThat(bind(Text.class, 5.0).value()).isEqualTo("5");
        assertThat(bind(Text.class, 1.5).value()).isEqualTo("1.5");
        assertThat(bind(Text.class, 1234567.0).value()).isEqualTo("1234567");
        assertThat(bind(Text.class, true).value()).isEqualTo("true");
    }

    @Test
    void text_is_never_made_of_a_list_or_a_map() {
        assertRefused(Text.class, List.of("a"), "value: \"[a]\" is not text");
        assertRefused(Text.class, Map.of("a", 1), "value: \"{a=1}\" is not text");
    }

    @ParameterizedTest
    @CsvSource({
        "5,5",
        "5.0,5",
        "1.234567e+06,1234567",
        "5e+06,5000000",
        " 7 ,7",
        "-0,0",
        "1e2,100"
    })
    void an_integer_accepts_every_text_that_a_template_makes_of_one(String text, int expected) {
        assertThat(bind(Int.class, text).value()).isEqualTo(expected);
        assertThat(bind(Long64.class, text).value()).isEqualTo(expected);
    }

    @Test
    void an_integer_accepts_the_double_that_the_wire_makes_of_it() {
        assertThat(bind(Int.class, 5.0).value()).isEqualTo(5);
        assertThat(bind(Long64.class, 9.007199254740992E15).value()).isEqualTo(1L << 53);
    }

    @Test
    void an_integer_refuses_fractions_other_text_and_what_does_not_fit() {
        assertRefused(Int.class, "5.5", "value: \"5.5\" is not a whole number");
        assertRefused(Int.class, "many", "value: \"many\" is not a whole number");
        assertRefused(Int.class, 3e9, "value: \"3.0E9\" is not a whole number");
        assertRefused(Int.class, true, "value: \"true\" is not a whole number");
        assertRefused(Int.class, "1e999999999", "value: \"1e999999999\" is not a whole number");
        assertRefused(Int.class, Double.NaN, "value: \"NaN\" is not a whole number");
    }

    @Test
    void a_decimal_accepts_numbers_and_their_text_but_nothing_endless() {
        assertThat(bind(Decimal.class, "0.25").value()).isEqualTo(0.25);
        assertThat(bind(Decimal.class, 3).value()).isEqualTo(3.0);
        assertThat(bind(Decimal.class, "1.5e-3").value()).isEqualTo(0.0015);
        assertRefused(Decimal.class, "much", "value: \"much\" is not a number");
        assertRefused(Decimal.class, "1e999", "value: \"1e999\" is not a number");
    }

    @ParameterizedTest
    @CsvSource({
        "true,true",
        "False,false",
        "YES,true",
        "no,false",
        "on,true",
        "off,false",
        "1,true",
        "0,false"
    })
    void a_boolean_accepts_the_words_that_the_engine_accepts(String text, boolean expected) {
        assertThat(bind(Bool.class, text).value()).isEqualTo(expected);
    }

    @Test
    void a_boolean_accepts_a_boolean_and_refuses_other_words() {
        assertThat(bind(Bool.class, true).value()).isTrue();
        assertThat(bind(Bool.class, 0.0).value()).isFalse();
        assertRefused(Bool.class, "maybe", "value: \"maybe\" is not true or false");
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "1h30m,PT1H30M", "2d,PT48H", "0s,PT0S"})
    void a_duration_is_written_as_in_the_engine(String text, Duration expected) {
        assertThat(bind(Wait.class, text).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "5 m", "-5s", "1.5h", "9999999999s"})
    void a_duration_without_unit_or_with_another_form_is_refused(String text) {
        assertRefused(
                Wait.class, text, "value: \"%s\" is not a duration such as 30s".formatted(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"row_level", "ROW_LEVEL", "Row-Level", " row_level "})
    void a_choice_may_be_written_in_any_letter_case_and_with_hyphens(String text) {
        assertThat(bind(Choice.class, text).value()).isEqualTo(Mode.ROW_LEVEL);
    }

    @Test
    void a_choice_that_there_is_not_is_refused_with_those_that_there_are() {
        assertRefused(Choice.class, "row", "value: \"row\" is not one of row_level, schema");
    }

    @Test
    void a_list_may_be_a_list_one_word_or_json() {
        assertThat(bind(Texts.class, List.of("a", 5.0)).value()).containsExactly("a", "5");
        assertThat(bind(Texts.class, "a").value()).containsExactly("a");
        assertThat(bind(Texts.class, "[\"a\",\"b\"]").value()).containsExactly("a", "b");
        assertThat(bind(Texts.class, " [] ").value()).isEmpty();
        assertThat(bind(Texts.class, "").value()).isEmpty();
        assertThat(bind(Ints.class, "[1,2.0]").value()).containsExactly(1, 2);
        assertThat(bind(Choices.class, List.of("schema")).value()).containsExactly(Mode.SCHEMA);
    }

    @Test
    void a_list_as_the_engine_prints_it_is_refused_with_a_hint_at_json() {
        assertRefused(
                Texts.class,
                "[a b]",
                "value: \"[a b]\" is not a list (a template gives one with json())");
        assertRefused(
                Choices.class,
                List.of("table"),
                "value: \"[table]\" is not a list of row_level, schema (a template gives one with"
                        + " json())");
        assertRefused(
                Texts.class,
                Arrays.asList("a", null),
                "value: \"[a, null]\" is not a list (a template gives one with json())");
    }

    @Test
    void a_map_may_be_a_map_or_json_and_keeps_no_nulls() {
        Map<String, @Nullable Object> withNull = new HashMap<>();
        withNull.put("a", 1.0);
        withNull.put("b", null);
        assertThat(bind(Mapping.class, withNull).value()).isEqualTo(Map.of("a", 1.0));
        assertThat(bind(Mapping.class, "{\"a\":1}").value()).isEqualTo(Map.of("a", 1.0));
        assertThat(bind(Numbers.class, Map.of("a", "1e+06")).value()).isEqualTo(Map.of("a", 1e6));
        assertThat(bind(Free.class, "{\"a\":1}").value().values()).isEqualTo(Map.of("a", 1.0));
    }

    @Test
    void a_map_as_the_engine_prints_it_is_refused_with_a_hint_at_json() {
        assertRefused(
                Mapping.class,
                "map[a:1]",
                "value: \"map[a:1]\" is not a map (a template gives one with json())");
        assertRefused(
                Mapping.class,
                "[]",
                "value: \"[]\" is not a map (a template gives one with json())");
    }

    @Test
    void a_map_that_is_not_there_is_empty_and_a_list_too() {
        assertThat(bind(Mapping.class, null).value()).isEmpty();
        assertThat(bind(Texts.class, null).value()).isEmpty();
        assertThat(bind(Free.class, "").value().values()).isEmpty();
    }

    @Test
    void lists_and_maps_as_text_are_refused_where_no_template_can_have_been() {
        Settings settings = Settings.of(Map.of("value", "[\"a\"]"));
        assertThatThrownBy(() -> settings.as(Texts.class))
                .hasMessageContaining("\"[\"a\"]\" is not a list");
    }

    @Test
    void empty_text_is_what_a_template_makes_of_nothing_and_means_not_set() {
        assertThat(bind(OptionalInt.class, "").value()).isNull();
        assertThat(bind(OptionalText.class, "").value()).isEmpty();
        assertRefused(Int.class, "", "value is required");
        assertRefused(Text.class, "", "value is required");
        assertRefused(Text.class, null, "value is required");
    }

    @Test
    void what_was_bound_cannot_be_changed_from_outside() {
        assertThatThrownBy(() -> bind(Mapping.class, Map.of("a", 1)).value().put("b", 2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> bind(Texts.class, "a").value().add("b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
