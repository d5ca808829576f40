package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a stream is to read, once everything was looked at. Immutable.
 *
 * @param tables those that are there
 * @param rebuild whether the structure of the tables is read anew, because it is not known
 * @param begin the place in this server's log where the changes begin; null when it is not known
 */
record Plan(
        Database database,
        MySqlOptions options,
        Scan scan,
        List<TableId> tables,
        Course course,
        boolean rebuild,
        @Nullable Place begin) {
    Plan {
        tables = List.copyOf(tables);
    }

    long placeNumber() {
        return begin == null ? 0 : begin.number();
    }
}
