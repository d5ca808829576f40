package com.gocodealone.dataengineering.application.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.config.Key;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class StepCallTest {
    record Input(String name, List<String> tables, Map<String, Double> metrics) {}

    private static final List<Key> KEYS = Key.of(Input.class);

    private static Input resolve(Map<String, Object> config) {
        StepCall call =
                new StepCall(
                        Settings.of(config),
                        Map.of("names", List.of("a", "b"), "steps", "hidden"),
                        Map.of("read", Map.of("rows", List.of("c"), "m", Map.of("x", 1.5))),
                        Map.of("table", List.of("d")));
        return call.resolve(KEYS).as(Input.class);
    }

    @Test
    void a_list_or_a_map_is_fetched_from_the_data_of_the_pipeline() {
        Input input =
                resolve(
                        Map.of(
                                "name", "n",
                                "tables_from", "steps.read.rows",
                                "metrics_from", "steps.read.m"));
        assertThat(input).isEqualTo(new Input("n", List.of("c"), Map.of("x", 1.5)));
    }

    @Test
    void it_may_come_from_the_current_data_or_from_the_trigger() {
        assertThat(resolve(Map.of("name", "n", "tables_from", "names")).tables())
                .containsExactly("a", "b");
        assertThat(resolve(Map.of("name", "n", "tables_from", "trigger.table")).tables())
                .containsExactly("d");
    }

    @Test
    void what_is_fetched_wins_over_what_is_written() {
        assertThat(
                        resolve(Map.of("name", "n", "tables", List.of("x"), "tables_from", "names"))
                                .tables())
                .containsExactly("a", "b");
    }

    @Test
    void a_place_with_nothing_is_named() {
        assertThatThrownBy(() -> resolve(Map.of("name", "n", "tables_from", "steps.raed.rows")))
                .hasMessage("tables_from: the pipeline has nothing at \"steps.raed.rows\"");
    }

    @Test
    void only_lists_and_maps_have_such_a_key() {
        assertThat(StepCall.companions(KEYS)).containsExactly("tables_from", "metrics_from");
        assertThatThrownBy(() -> resolve(Map.of("name_from", "names")))
                .hasMessageContaining("name is required; name_from is not a known key");
    }
}
