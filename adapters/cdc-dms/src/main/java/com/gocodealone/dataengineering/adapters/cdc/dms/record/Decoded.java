package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;

import org.jspecify.annotations.Nullable;

/** What a record of the stream means. */
public sealed interface Decoded {
    /**
     * A change of a row, or a truncate.
     *
     * @param first the structure of its table when this is the first change of the table that the
     *     stream gives; null at others, or when DMS has not told the structure
     */
    record Change(ChangeEvent event, @Nullable SchemaVersion first) implements Decoded {}

    /**
     * The structure that a table has from here on.
     *
     * @param definition as it has to be remembered; see {@link TableDefinition#text}
     */
    record Structure(SchemaVersion version, TableDefinition definition) implements Decoded {}

    /** Nothing for a trigger: DMS's own tables, tables that are not followed, repeats. */
    record Nothing() implements Decoded {}

    Decoded NOTHING = new Nothing();
}
