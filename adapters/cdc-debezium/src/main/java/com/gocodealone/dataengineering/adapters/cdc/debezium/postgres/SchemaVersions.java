package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Description;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** Tells when a table has another structure than before. Confined to Debezium's thread. */
final class SchemaVersions {
    private final Map<TableId, Description> last = new HashMap<>();

    /**
     * The version that begins with {@code event}; null when its table is as it was.
     *
     * @param now how its table is described
     */
    @Nullable SchemaVersion at(ChangeEvent event, Description now) {
        Description before = last.put(event.table(), now);
        if (now.equals(before)) {
            return null;
        }
        return new SchemaVersion(
                event.table(),
                event.position(),
                event.committedAt(),
                now.columns(),
                now.key(),
                null);
    }
}
