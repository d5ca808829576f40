package com.gocodealone.dataengineering.bootstrap.engine;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.util.concurrent.atomic.AtomicInteger;

/** Runs the rules of the test class that it is given; ends with the number of those broken. */
final class Rules {
    private Rules() {}

    public static void main(String[] arguments) {
        AtomicInteger broken = new AtomicInteger();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(arguments[0]))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(
                                    TestIdentifier rule, TestExecutionResult result) {
                                if (result.getThrowable().isPresent()) {
                                    broken.incrementAndGet();
                                }
                                System.out.println(
                                        result.getThrowable()
                                                .map(
                                                        reason ->
                                                                "broken %s: %s"
                                                                        .formatted(
                                                                                rule
                                                                                        .getLegacyReportingName(),
                                                                                reason))
                                                .orElse("kept " + rule.getLegacyReportingName()));
                            }
                        });
        System.exit(broken.get());
    }
}
