package com.gocodealone.dataengineering.adapters.cdc.tck.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.tck.tenancy.ByCompany.Fault;
import com.gocodealone.dataengineering.domain.config.Settings;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Each rule is broken by a strategy that does one thing wrong, and by no other. */
final class TenancyStrategyContractTest {
    /** Not run by itself: its strategy may be wrong. */
    private static final class Rules extends TenancyStrategyContract {
        private final Fault fault;

        Rules(Fault fault) {
            this.fault = fault;
        }

        @Override
        protected TenancyStrategy strategy() {
            return new ByCompany(fault);
        }

        @Override
        protected TenancySpec spec() {
            return Settings.of(Map.of("connection", "postgres://app@host/app"))
                    .as(TenancySpec.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_breaks_its_rule_and_no_other(Fault fault) {
        List<Integer> broken =
                rules().filter(rule -> isBroken(rule, fault))
                        .map(TenancyStrategyContractTest::number)
                        .toList();
        assertThat(broken).isEqualTo(fault == Fault.NONE ? List.of() : List.of(fault.rule()));
    }

    @Test
    void there_is_a_fault_for_every_rule() {
        assertThat(rules().map(TenancyStrategyContractTest::number))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Fault.values())
                                .filter(one -> one != Fault.NONE)
                                .map(Fault::rule)
                                .toList());
    }

    private static Stream<Method> rules() {
        return Arrays.stream(TenancyStrategyContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class));
    }

    private static int number(Method rule) {
        return Integer.parseInt(rule.getName().split("_", -1)[1]);
    }

    private static boolean isBroken(Method rule, Fault fault) {
        try {
            rule.invoke(new Rules(fault));
            return false;
        } catch (InvocationTargetException broken) {
            assertThat(broken).hasCauseInstanceOf(AssertionError.class);
            return true;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
