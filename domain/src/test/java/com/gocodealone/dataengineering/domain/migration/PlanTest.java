package com.gocodealone.dataengineering.domain.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

class PlanTest {
    private static Scripts scripts(String... names) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String name : names) {
            files.put(name, "SELECT '" + name + "';");
        }
        return Scripts.of(files);
    }

    private static Applied row(Scripts scripts, int rank, String name) {
        Script script =
                Stream.concat(scripts.versioned().stream(), scripts.repeatable().stream())
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        Version version = script.version();
        return new Applied(
                rank,
                version == null ? null : version.text(),
                script.description(),
                "SQL",
                name,
                script.checksum(Map.of()),
                true);
    }

    private static Applied row(String type, @Nullable String version, boolean success) {
        return new Applied(1, version, "<< it >>", type, "<< it >>", null, success);
    }

    private static Plan plan(Scripts scripts, Applied... history) {
        return Plan.of(scripts, List.of(history), null, Map.of());
    }

    private static List<String> names(Plan plan) {
        return plan.pending().stream().map(Script::name).toList();
    }

    @ParameterizedTest
    @CsvSource({"1.9, 1.10, -1", "1, 1.0.0, 0", "2_1, 2.1, 0", "010, 10, 0", "3, 2.9.9, 1"})
    void versions_are_compared_part_by_part(String one, String other, int order) {
        assertThat(new Version(one).compareTo(new Version(other))).isEqualTo(order);
        assertThat(new Version(one).equals(new Version(other))).isEqualTo(order == 0);
        assertThat(new Version(one).hashCode() == new Version(other).hashCode())
                .isEqualTo(order == 0);
    }

    @Test
    void scripts_come_in_the_order_of_their_versions_and_repeatable_ones_last() {
        Scripts scripts =
                scripts(
                        "R__a.sql",
                        "V10__ten.sql",
                        "V2__two.sql",
                        "deep/V1.5__x.sql",
                        "U2__two.sql");
        assertThat(names(plan(scripts)))
                .containsExactly("deep/V1.5__x.sql", "V2__two.sql", "V10__ten.sql", "R__a.sql");
        assertThat(plan(scripts).result()).isEqualTo(new Version("10"));
    }

    @Test
    void everything_that_is_wrong_with_a_folder_is_said_at_once() {
        assertThatThrownBy(
                        () ->
                                scripts(
                                        "V1__a.sql",
                                        "V1.0__b.sql",
                                        "afterMigrate.sql",
                                        "V1..2__c.sql",
                                        "V3__d.sql.conf"))
                .hasMessageContaining("V1.0__b.sql and V1__a.sql are the same migration, 1")
                .hasMessageContaining("afterMigrate.sql is not called")
                .hasMessageContaining("V3__d.sql.conf is not called")
                .hasMessageContaining("\"1..2\" is not a version");
    }

    @Test
    void what_is_applied_is_not_run_again() {
        Scripts scripts = scripts("V1__a.sql", "V2__b.sql", "R__c.sql");
        Plan plan = plan(scripts, row(scripts, 1, "V1__a.sql"), row(scripts, 2, "R__c.sql"));
        assertThat(names(plan)).containsExactly("V2__b.sql");
        assertThat(plan.current()).isEqualTo(new Version("1"));
    }

    @Test
    void a_script_older_than_what_is_applied_is_a_problem() {
        Scripts scripts = scripts("V1__a.sql", "V2__b.sql");
        Plan plan = plan(scripts, row(scripts, 1, "V2__b.sql"));
        assertThat(plan.problems())
                .containsExactly("V1__a.sql is older than version 2, which is applied already");
        assertThat(plan.pending()).isEmpty();
        assertThat(plan.isCurrent()).isFalse();
    }

    @Test
    void a_baseline_stands_for_all_up_to_it() {
        Scripts scripts = scripts("V1__a.sql", "V2__b.sql", "V3__c.sql");
        Plan plan = plan(scripts, row("BASELINE", "2", true));
        assertThat(plan.problems()).isEmpty();
        assertThat(names(plan)).containsExactly("V3__c.sql");
    }

    @Test
    void what_failed_earlier_is_a_problem() {
        assertThat(plan(scripts("V1__a.sql"), row("SQL", "1", false)).problems())
                .singleElement()
                .asString()
                .startsWith("<< it >> failed earlier, or was torn apart");
    }

    @Test
    void what_is_newer_than_all_scripts_here_is_none_of_our_business() {
        Scripts scripts = scripts("V1__a.sql");
        Plan plan = plan(scripts, row(scripts, 1, "V1__a.sql"), row("SQL", "9", true));
        assertThat(plan.isCurrent()).isTrue();
        assertThat(plan.current()).isEqualTo(new Version("9"));
    }

    @Test
    void what_was_taken_back_is_run_again() {
        Scripts scripts = scripts("V1__a.sql");
        Plan plan = plan(scripts, row(scripts, 1, "V1__a.sql"), row("DELETE", "1", true));
        assertThat(names(plan)).containsExactly("V1__a.sql");
    }

    @Test
    void a_target_is_not_passed_and_repeatable_scripts_wait_for_the_newest() {
        Scripts scripts = scripts("V1__a.sql", "V2__b.sql", "R__c.sql");
        Plan one = Plan.of(scripts, List.of(), new Version("1"), Map.of());
        Plan two = Plan.of(scripts, List.of(), new Version("2"), Map.of());
        assertThat(names(one)).containsExactly("V1__a.sql");
        assertThat(names(two)).hasSize(3);
    }
}
