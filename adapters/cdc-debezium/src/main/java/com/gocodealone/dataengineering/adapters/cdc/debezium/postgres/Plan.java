package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a stream is to read, once everything was looked at. Immutable.
 *
 * @param tables those that are there
 * @param estimates about how many rows they have, when these come first
 * @param warnings what will hurt some day
 */
record Plan(
        Database database,
        PostgresOptions options,
        String slot,
        String publication,
        Tables tables,
        Map<TableId, @Nullable Long> estimates,
        Course course,
        List<String> warnings,
        long maxQueuedBytes) {}
