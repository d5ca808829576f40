package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.migration.Scripts;
import com.gocodealone.dataengineering.domain.migration.Version;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * What to migrate to, and how patiently.
 *
 * @param target the last version to run; null for all
 * @param placeholders values for what scripts call <code>${name}</code>
 * @param statementTimeout how long one script may run
 */
public record MigrationOrder(
        Scripts scripts,
        @Nullable Version target,
        Map<String, String> placeholders,
        Duration lockTimeout,
        Duration statementTimeout) {}
