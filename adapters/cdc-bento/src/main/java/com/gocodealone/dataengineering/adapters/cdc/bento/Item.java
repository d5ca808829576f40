package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One thing that Bento handed over. */
sealed interface Item {
    /**
     * @param place null when the input does not tell it, so that nobody knows whether it came
     *     before
     */
    record Change(@Nullable Place place, ChangeEvent event) implements Item {}

    record Structure(SchemaVersion version) implements Item {}

    record SnapshotBegins(List<ToRead> tables) implements Item {}

    /**
     * @param log from where on changes come, and nothing is to be read before
     */
    record Following(String log) implements Item {}

    /** A processor of the user's failed. */
    record Mishap(String error) implements Item {}

    /** A table that a snapshot reads. */
    record ToRead(TableId table, @Nullable Long estimate) {}
}
