package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code step.tenant_evaluate_promotion}: says whether a tenant has outgrown the way it is kept
 * apart. Changes nothing.
 */
public final class TenantEvaluatePromotion
        implements TenantStep<TenantEvaluatePromotion.Input, TenantEvaluatePromotion.Output> {
    private static final String ROWS = "rowCount";
    private static final String BYTES = "storageBytes";
    private static final String QUERIES = "queryRate";

    private static final Map<String, Double> USUAL_THRESHOLDS =
            Map.of(ROWS, 1e6, QUERIES, 100.0, BYTES, 10.0 * (1L << 30));

    private static final Map<String, String> SNAKE_CASE =
            Map.of("row_count", ROWS, "query_rate", QUERIES, "storage_bytes", BYTES);

    /** The keys of the step. */
    public record Input(
            @Inline Choice choice,
            @Inline OneTenant tenant,
            @Doc(
                            "How it is kept apart now: row_level (row), schema_per_tenant (schema)"
                                    + " or db_per_tenant (database); when it is not set, strategy,"
                                    + " else what the registry says, else row_level")
                    @Alias("currentTier")
                    @Nullable String currentTier,
            @Doc(
                            "How it is to be kept apart when it has outgrown that; the next one of"
                                    + " these three when it is not set")
                    @Alias("targetStrategy")
                    @Nullable String targetStrategy,
            @Doc(
                            "What you measured, by name. With tenancy or connection, rowCount and"
                                    + " storageBytes are counted unless you give them; queryRate is"
                                    + " known only from you")
                    Map<String, Double> metrics,
            @Doc(
                            "Above which value of a metric the tenant has outgrown its tier;"
                                    + " usually rowCount 1000000, queryRate 100 and storageBytes"
                                    + " 10737418240")
                    Map<String, Double> thresholds) {

        String tenantId() {
            return tenant.id();
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("The tenant") String tenantId,
            @Doc("How it is kept apart now") String currentTier,
            @Doc("How it should be; the same as current_tier when it may stay")
                    String recommendedTier,
            @Doc("Whether these two differ") boolean shouldPromote,
            @Doc("The same as should_promote") boolean eligible,
            @Doc("Why") String reason,
            @Doc("What was looked at, by name") Map<String, Double> metrics) {}

    private final Tenancies tenancies;

    public TenantEvaluatePromotion(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public Tenancies tenancies() {
        return tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_evaluate_promotion";
    }

    @Override
    public String doc() {
        return "Says whether a tenant has outgrown the way it is kept apart; changes nothing.";
    }

    @Override
    public Class<Input> input() {
        return Input.class;
    }

    @Override
    public Class<Output> output() {
        return Output.class;
    }

    @Override
    public Output execute(Input input) {
        Map<String, Double> metrics = new TreeMap<>();
        String registered = input.choice().isReachable() ? measure(input, metrics) : null;
        metrics.putAll(named(input.metrics()));
        Tier current = current(input, registered);
        List<String> reasons = reasons(metrics, named(input.thresholds()));
        Tier recommended = reasons.isEmpty() ? current : target(input, current);
        boolean promote = recommended != current;
        return new Output(
                input.tenantId(),
                current.word(),
                recommended.word(),
                promote,
                promote,
                reasons.isEmpty() ? "no metric is above its threshold" : String.join("; ", reasons),
                metrics);
    }

    private static Tier current(Input input, @Nullable String registered) {
        String given =
                input.currentTier() == null ? input.choice().own().strategy() : input.currentTier();
        String word = given == null ? registered : given;
        return word == null ? Tier.ROW_LEVEL : Tier.named("current_tier", word);
    }

    /** Counts what can be counted, and answers with the strategy. */
    private String measure(Input input, Map<String, Double> metrics) {
        TenantDatabase database = input.choice().in(tenancies);
        Tenant tenant = database.find(input.tenantId());
        if (tenant == null) {
            throw TenantStatus.unknown(input.tenantId(), database);
        }
        if (tenant.state() != TenantState.ACTIVE) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "tenant_id: \"%s\" is %s, and has no size"
                            .formatted(
                                    tenant.id(), tenant.state().name().toLowerCase(Locale.ROOT)));
        }
        List<TenantTable> tables = database.inventory(tenant.id());
        long bytes = tables.stream().mapToLong(TenantTable::bytes).sum();
        metrics.put(ROWS, (double) tables.stream().mapToLong(TenantTable::rows).sum());
        if (bytes > 0) {
            metrics.put(BYTES, (double) bytes);
        }
        return tenant.strategy();
    }

    private static Map<String, Double> named(Map<String, Double> given) {
        Map<String, Double> named = new TreeMap<>();
        given.forEach((name, value) -> named.put(SNAKE_CASE.getOrDefault(name, name), value));
        return named;
    }

    private static List<String> reasons(Map<String, Double> metrics, Map<String, Double> own) {
        Map<String, Double> thresholds = new TreeMap<>(USUAL_THRESHOLDS);
        thresholds.putAll(own);
        return metrics.entrySet().stream()
                .filter(metric -> metric.getValue() > limit(thresholds, metric.getKey()))
                .map(
                        metric ->
                                "%s %s is above %s"
                                        .formatted(
                                                metric.getKey(),
                                                text(metric.getValue()),
                                                text(limit(thresholds, metric.getKey()))))
                .toList();
    }

    private static double limit(Map<String, Double> thresholds, String metric) {
        return thresholds.getOrDefault(metric, Double.POSITIVE_INFINITY);
    }

    private static Tier target(Input input, Tier current) {
        if (input.targetStrategy() == null) {
            return current.next();
        }
        Tier target = Tier.named("target_strategy", input.targetStrategy());
        if (target.compareTo(current) < 0) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "target_strategy: %s shares more than %s, which the tenant has outgrown"
                            .formatted(target.word(), current.word()));
        }
        return target;
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
