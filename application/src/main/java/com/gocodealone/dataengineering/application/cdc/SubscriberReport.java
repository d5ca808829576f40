package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.delivery.DeliveryCounts;
import com.gocodealone.dataengineering.application.cdc.source.Source;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One trigger in a {@link SourceReport}.
 *
 * @param delivered events with which its workflow succeeded since the plugin started
 * @param failedRuns how often the workflow failed since then
 * @param error what it fails with now
 */
record SubscriberReport(
        String workflow, boolean started, long delivered, long failedRuns, @Nullable String error) {

    static List<SubscriberReport> all(Source source, UnaryOperator<@Nullable String> redacted) {
        return source.subscribers().all().entrySet().stream()
                .map(
                        entry -> {
                            DeliveryCounts counts = entry.getKey().counts();
                            return new SubscriberReport(
                                    entry.getKey().workflow(),
                                    entry.getValue(),
                                    counts.delivered(),
                                    counts.failedRuns(),
                                    redacted.apply(counts.error()));
                        })
                .toList();
    }
}
