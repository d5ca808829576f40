package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Collects the structures of tables from records that are otherwise of no interest. Confined. */
public final class Definitions {
    private static final byte[] MARK = "table-def".getBytes(StandardCharsets.US_ASCII);

    private final Map<TableId, String> found = new HashMap<>();

    /** Looks at a record; the last structure of a table counts. */
    public void visit(StreamRecord record) {
        if (!isMarked(record.data())) {
            return; // most records: not worth to be read as JSON
        }
        try {
            var content = Json.read(record.data());
            Metadata metadata = new Metadata(content.path("metadata"));
            var definition = content.path("control").path("table-def");
            if (metadata.isControl() && !metadata.isOfDms() && definition.isObject()) {
                found.put(metadata.table(), definition.toString());
            }
        } catch (IOException notJson) {
            // Whoever reads the stream from there on says so.
        }
    }

    private static boolean isMarked(byte[] data) {
        for (int i = 0; i + MARK.length <= data.length; i++) {
            if (data[i] == MARK[0]
                    && Arrays.equals(data, i, i + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }

    /** What is to be remembered of the source. */
    public Map<String, String> entries() {
        Map<String, String> entries = new HashMap<>();
        found.forEach((table, definition) -> entries.put(TableMemory.key(table), definition));
        return entries;
    }
}
