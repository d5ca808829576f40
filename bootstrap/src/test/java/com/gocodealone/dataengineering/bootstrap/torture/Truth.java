package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What the database says happened.
 *
 * @param rows the tables at the end
 * @param histories every committed step of every row after the first snapshot, in that order
 * @param truncates how often each table was emptied; a table that is missing was not counted
 */
record Truth(
        Map<RowKey, Map<String, @Nullable String>> rows,
        Map<RowKey, List<Step>> histories,
        Map<TortureTable, Integer> truncates) {}
