package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;

/** What a query of rows saw of the transactions. Immutable. */
public interface Sight {
    /** Whether {@code transaction}, to which the stream has come, had not ended for the query. */
    boolean misses(long transaction);

    /** Whether the rows show {@code change}. */
    boolean shows(ChangeEvent change);
}
