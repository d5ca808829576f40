package com.gocodealone.dataengineering.application.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.tenancy.TenantEvaluatePromotion.Output;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;

import java.util.Map;

class TenantEvaluatePromotionTest {
    private final ScriptedDatabase database = new ScriptedDatabase();
    private final Tenancies tenancies =
            new Tenancies(
                    name -> {
                        throw new AssertionError();
                    },
                    () -> {
                        throw new AssertionError();
                    },
                    new Secrets());

    private Output evaluate(Map<String, ?> config) {
        return new TenantEvaluatePromotion(tenancies)
                .execute(Settings.of(config).as(TenantEvaluatePromotion.Input.class));
    }

    @Test
    void a_tenant_with_a_metric_above_its_threshold_should_share_less() {
        Output output =
                evaluate(
                        Map.of(
                                "tenantId",
                                "acme",
                                "metrics",
                                Map.of("queryRate", 250, "rowCount", 2_000_000, "seats", 9)));
        assertThat(output.shouldPromote()).isTrue();
        assertThat(output.currentTier()).isEqualTo("row_level");
        assertThat(output.recommendedTier()).isEqualTo("schema_per_tenant");
        assertThat(output.reason())
                .isEqualTo("queryRate 250 is above 100; rowCount 2000000 is above 1000000");
        assertThat(output.metrics()).containsEntry("seats", 9.0);
    }

    @Test
    void a_value_at_its_threshold_is_not_above_it() {
        Output output = evaluate(Map.of("tenant_id", "acme", "metrics", Map.of("query_rate", 100)));
        assertThat(output.shouldPromote()).isFalse();
        assertThat(output.recommendedTier()).isEqualTo("row_level");
        assertThat(output.reason()).isEqualTo("no metric is above its threshold");
    }

    @Test
    void thresholds_of_your_own_count_for_metrics_of_your_own_too() {
        Output output =
                evaluate(
                        Map.of(
                                "tenant_id",
                                "acme",
                                "current_tier",
                                "schema_per_tenant",
                                "metrics",
                                Map.of("seats", 51),
                                "thresholds",
                                Map.of("seats", 50)));
        assertThat(output.recommendedTier()).isEqualTo("db_per_tenant");
        assertThat(output.reason()).isEqualTo("seats 51 is above 50");
    }

    @Test
    void a_tenant_that_shares_nothing_stays_as_it_is() {
        Output output =
                evaluate(
                        Map.of(
                                "tenant_id", "acme",
                                "current_tier", "db_per_tenant",
                                "metrics", Map.of("rowCount", 1e9)));
        assertThat(output.shouldPromote()).isFalse();
        assertThat(output.recommendedTier()).isEqualTo("db_per_tenant");
        assertThat(output.reason()).startsWith("rowCount 1000000000 is above");
    }

    @Test
    void what_can_be_counted_is_counted_unless_it_is_given() {
        tenancies.add("main", database, Usual.NOTHING);
        database.provision("acme", new Provisioning(false, false, false, null, null, null));
        Map<String, ?> config =
                Map.of("tenancy", "main", "tenant_id", "acme", "current_tier", "row_level");
        assertThat(evaluate(config).metrics())
                .containsOnly(Map.entry("rowCount", 7.0), Map.entry("storageBytes", 300.0));
        assertThat(
                        evaluate(
                                        Map.of(
                                                "tenancy", "main",
                                                "tenant_id", "acme",
                                                "current_tier", "row_level",
                                                "metrics", Map.of("row_count", 8)))
                                .metrics())
                .containsEntry("rowCount", 8.0);
    }

    @Test
    void the_published_keys_and_the_short_names_mean_the_same() {
        Output output =
                evaluate(
                        Map.of(
                                "tenant_id", "acme",
                                "strategy", "row",
                                "target_strategy", "database",
                                "metrics", Map.of("row_count", 2_000_000)));
        assertThat(output.currentTier()).isEqualTo("row_level");
        assertThat(output.recommendedTier()).isEqualTo("db_per_tenant");
        assertThat(output.eligible()).isTrue();
    }

    @Test
    void a_target_that_shares_more_than_what_was_outgrown_is_refused() {
        assertThatThrownBy(
                        () ->
                                evaluate(
                                        Map.of(
                                                "tenant_id", "acme",
                                                "current_tier", "database",
                                                "target_strategy", "schema",
                                                "metrics", Map.of("row_count", 2_000_000))))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "target_strategy: schema_per_tenant shares more than db_per_tenant, which"
                                + " the tenant has outgrown");
    }

    @Test
    void a_tenant_that_is_not_in_use_is_not_measured() {
        tenancies.add("main", database, Usual.NOTHING);
        database.archive("acme");
        assertThatThrownBy(() -> evaluate(Map.of("tenancy", "main", "tenant_id", "acme")))
                .isInstanceOf(Failure.class)
                .hasMessage("tenant_id: \"acme\" is archived, and has no size");
    }

    @Test
    void a_tier_that_nobody_knows_and_a_tenant_that_nobody_knows_are_refused() {
        assertThatThrownBy(() -> evaluate(Map.of("tenant_id", "acme", "current_tier", "gold")))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "current_tier: \"gold\" is none of row_level, schema_per_tenant,"
                                + " db_per_tenant");
        tenancies.add("main", database, Usual.NOTHING);
        assertThatThrownBy(() -> evaluate(Map.of("tenancy", "main", "tenant_id", "nobody")))
                .hasMessage("tenant_id: the registry knows no tenant \"nobody\"");
    }
}
