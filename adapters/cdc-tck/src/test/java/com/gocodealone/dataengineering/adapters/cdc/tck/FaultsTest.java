package com.gocodealone.dataengineering.adapters.cdc.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.gocodealone.dataengineering.adapters.cdc.tck.journal.Fault;
import com.gocodealone.dataengineering.adapters.cdc.tck.journal.JournalFixture;
import com.gocodealone.dataengineering.adapters.cdc.tck.journal.JournalProvider;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Each rule is broken by a provider that does one thing wrong, and by no other. */
final class FaultsTest {
    private static final String RULE = "rule_";
    private static final int DIGITS = 3;

    private static Fault fault = Fault.NONE;

    /** The journal with {@link #fault}. */
    static final class Faulty extends CdcProviderContract {
        @TempDir private static Path folder;
        private boolean breaks;

        @Override
        protected CdcProvider provider() {
            return new JournalProvider(fault);
        }

        @Override
        protected SourceFixture start() throws IOException {
            return JournalFixture.in(
                    folder, Map.of("fault", fault.name().toLowerCase(Locale.ROOT)));
        }

        @BeforeEach
        void look(TestInfo rule) {
            breaks = number(rule.getTestMethod().orElseThrow().getName()) == fault.rule();
        }

        /** Whoever waits for what a fault prevents waits in vain. */
        @Override
        protected Duration patience() {
            return breaks ? Duration.ofSeconds(1) : super.patience();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_fault_breaks_its_rule_and_no_other(Fault one) {
        fault = one;
        Results results = run();
        assertThat(results.broken).as(results.reasons.toString()).containsExactly(one.rule());
    }

    @Test
    void there_is_a_fault_for_every_rule() {
        fault = Fault.NONE;
        Results results = run();
        Set<Integer> proved =
                Arrays.stream(Fault.values())
                        .filter(one -> one != Fault.NONE)
                        .map(Fault::rule)
                        .collect(Collectors.toSet());
        assertThat(results.broken).as(results.reasons.toString()).isEmpty();
        assertThat(results.kept).isEqualTo(proved);
    }

    private static Results run() {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(Faulty.class))
                        .build();
        Results results = new Results();
        LauncherFactory.create().execute(request, results);
        return results;
    }

    private static int number(String method) {
        return Integer.parseInt(method, RULE.length(), RULE.length() + DIGITS, 10);
    }

    /** The numbers of the rules, by what became of them. */
    private static final class Results implements TestExecutionListener {
        private final Set<Integer> kept = new TreeSet<>();
        private final Set<Integer> broken = new TreeSet<>();
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable()
                    .ifPresent(reason -> reasons.add(test.getDisplayName() + ": " + reason));
            if (test.isTest()) {
                boolean holds = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
                (holds ? kept : broken).add(number(test.getLegacyReportingName()));
            }
        }
    }
}
