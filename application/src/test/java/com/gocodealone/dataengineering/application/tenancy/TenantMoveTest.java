package com.gocodealone.dataengineering.application.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

class TenantMoveTest {
    private final ScriptedDatabase database = new ScriptedDatabase();
    private final Tenancies tenancies =
            new Tenancies(
                    name -> {
                        throw new AssertionError(name);
                    },
                    () -> (spec, strategies, limits) -> database,
                    new Secrets());

    private TenantMove.Output run(
            Step<TenantMove.Input, TenantMove.Output> step, Map<String, ?> keys) {

        Map<String, Object> all = new HashMap<>(keys);
        all.put("strategy", "row_level");
        all.put("connection", "postgres://app@db/app");
        try {
            return step.execute(Settings.of(all).as(TenantMove.Input.class));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void both_spellings_say_the_same() {
        TenantPromote promote = new TenantPromote(tenancies);
        run(
                promote,
                Map.of(
                        "tenant_id", "a",
                        "target_strategy", "schema",
                        "from_tier", "row",
                        "delete_from_shared", true));
        run(
                promote,
                Map.of(
                        "tenantId", "a",
                        "targetStrategy", "schema_per_tenant",
                        "fromTier", "row_level",
                        "deleteSource", true));
        assertThat(database.calls).hasSize(2);
        assertThat(database.calls.getFirst()).isEqualTo(database.calls.getLast());
    }

    @Test
    void a_promotion_says_what_was_moved() {
        TenantMove.Output output =
                run(
                        new TenantPromote(tenancies),
                        Map.of("tenant_id", "a", "target_strategy", "schema"));
        assertThat(output)
                .isEqualTo(
                        new TenantMove.Output(
                                "promoted",
                                "a",
                                "s",
                                "schema_per_tenant",
                                "at a",
                                3,
                                List.of("public.orders")));
    }

    @Test
    void a_demotion_leads_to_the_shared_tables_unless_it_is_told_otherwise() {
        TenantDemote demote = new TenantDemote(tenancies);
        assertThat(run(demote, Map.of("tenant_id", "a")).toTier()).isEqualTo("row_level");
        assertThat(run(demote, Map.of("tenant_id", "a", "target_strategy", "schema")).status())
                .isEqualTo("demoted");
    }

    @Test
    void a_promotion_has_a_target_and_leads_in_its_direction() {
        TenantPromote promote = new TenantPromote(tenancies);
        assertThatThrownBy(() -> run(promote, Map.of("tenant_id", "a")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("target_strategy is required");
        assertThatThrownBy(() -> run(promote, Map.of("tenant_id", "a", "target_strategy", "row")))
                .hasMessageContaining("this step does not lead to row_level");
        assertThat(database.calls).isEmpty();
    }
}
