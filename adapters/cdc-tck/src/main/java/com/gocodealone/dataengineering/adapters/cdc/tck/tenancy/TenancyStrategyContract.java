package com.gocodealone.dataengineering.adapters.cdc.tck.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * The rules that a strategy keeps, as far as its values tell: no database is needed. A strategy's
 * test class extends this.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class TenancyStrategyContract {
    /** None of them is another one in lower case: the registry keeps those apart. */
    private static final List<String> IDS =
            List.of(
                    "acme",
                    "apex",
                    "acme1",
                    "1",
                    "01",
                    "a-b",
                    "a_b",
                    "ab",
                    "a.b",
                    "a b",
                    "acme ",
                    "acme_archived",
                    "ａｃｍｅ",
                    "00000000-0000-0000-0000-000000000001",
                    "00000000-0000-0000-0000-000000000002",
                    "x".repeat(54),
                    "x".repeat(55),
                    "x".repeat(300),
                    "",
                    " ",
                    "\0",
                    "acme\0",
                    "%",
                    "$1",
                    "?",
                    "../acme",
                    "{tenant}",
                    "acme\"; DROP SCHEMA public CASCADE; --",
                    "acme' OR '1'='1");

    /** A new instance of the strategy. */
    protected abstract TenancyStrategy strategy();

    /** A configuration that it takes, such as {@code Settings.of(...).as(TenancySpec.class)}. */
    protected abstract TenancySpec spec();

    @Test
    public final void rule_601_the_service_loader_finds_it_by_the_name_that_users_write() {
        assertThat(ServiceLoader.load(TenancyStrategy.class).stream())
                .extracting(one -> one.get().name())
                .contains(strategy().name());
    }

    @Test
    public final void rule_602_a_right_configuration_is_taken() {
        assertThatCode(() -> strategy().validate(spec())).doesNotThrowAnyException();
    }

    @Test
    public final void rule_603_whatever_the_id_it_has_a_place_or_is_refused_as_invalid() {
        for (String id : IDS) {
            try {
                assertThat(strategy().place(spec(), id)).isNotNull();
            } catch (RuntimeException refusal) {
                assertThat(refusal).as(id).isInstanceOf(Failure.class);
                assertThat(((Failure) refusal).kind()).as(id).isEqualTo(Failure.Kind.INVALID);
            }
        }
        assertThat(places()).as("some ids are possible").isNotEmpty();
    }

    @Test
    public final void rule_604_a_tenant_is_at_the_same_place_whoever_asks() {
        TenancyStrategy one = strategy();
        places().forEach(
                        (id, place) -> {
                            assertThat(one.place(spec(), id)).isEqualTo(place);
                            assertThat(one.place(spec(), id)).isEqualTo(place);
                        });
    }

    @Test
    public final void rule_605_no_two_tenants_share_a_place_archived_or_not() {
        Map<String, String> owners = new HashMap<>();
        places().forEach(
                        (id, place) -> {
                            for (Placement one : List.of(place, place.archived())) {
                                assertThat(owners.merge(one.where(), id, (first, second) -> first))
                                        .as(one.where())
                                        .isEqualTo(id);
                            }
                        });
    }

    @Test
    public final void rule_606_what_is_done_for_one_tenant_is_done_to_no_other() {
        TenancyStrategy strategy = strategy();
        List<Function<Placement, List<Statement>>> acts =
                List.of(
                        strategy::provision,
                        strategy::archive,
                        strategy::restore,
                        strategy::delete,
                        place -> strategy.delete(place.archived()));
        Map<Statement, Placement> meant = new HashMap<>();
        for (Placement place : places().values()) {
            for (Function<Placement, List<Statement>> act : acts) {
                for (Statement statement : act.apply(place)) {
                    assertThat(meant.merge(statement, place, (first, second) -> first))
                            .as(statement.sql())
                            .isEqualTo(place);
                }
            }
        }
    }

    @Test
    public final void rule_607_what_archiving_does_restoring_undoes() {
        TenancyStrategy strategy = strategy();
        for (Placement place : places().values()) {
            List<Statement> putAway = strategy.archive(place);
            List<Statement> bringBack = strategy.restore(place);
            assertThat(bringBack).hasSameSizeAs(putAway);
            if (!putAway.isEmpty()) {
                assertThat(bringBack).isNotEqualTo(putAway);
            }
        }
    }

    /** Of each tenant that there can be. */
    private Map<String, Placement> places() {
        Map<String, Placement> places = new LinkedHashMap<>();
        for (String id : IDS) {
            try {
                places.put(id, strategy().place(spec(), id));
            } catch (RuntimeException refusal) {
                // rule 603 looks at it
            }
        }
        return places;
    }
}
