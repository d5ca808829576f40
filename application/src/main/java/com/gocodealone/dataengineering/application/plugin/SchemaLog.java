package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.util.List;

/**
 * The structures that the tables of one owner had, in the order in which they came. Thread-safe.
 */
public interface SchemaLog {
    /**
     * One structure.
     *
     * @param number counts the structures of a table from 1, also those that are forgotten
     */
    record Entry(long number, SchemaVersion version) {}

    /**
     * Keeps all of {@code versions}, or none, before it returns.
     *
     * @param most of one table to keep; the oldest are forgotten
     */
    void append(List<SchemaVersion> versions, int most);

    /** What is kept of {@code table}, the oldest first. */
    List<Entry> versions(TableId table);

    /** The tables of which something is kept, by name. */
    List<TableId> tables();
}
