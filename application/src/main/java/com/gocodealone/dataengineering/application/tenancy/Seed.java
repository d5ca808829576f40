package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.migration.Script;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a new tenant has to begin with. Immutable.
 *
 * @param scripts run once, in this order, after the migrations
 * @param placeholders values for what the scripts call <code>${name}</code>
 * @param statementTimeout how long one script may run
 */
public record Seed(
        List<Script> scripts, Map<String, String> placeholders, Duration statementTimeout) {
    public Seed {
        scripts = List.copyOf(scripts);
        placeholders = Map.copyOf(placeholders);
    }
}
