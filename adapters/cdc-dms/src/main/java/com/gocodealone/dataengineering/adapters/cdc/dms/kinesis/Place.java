package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import java.time.Instant;

/** Where reading begins. */
sealed interface Place {
    /** Behind the record {@code sequence}. */
    record After(String sequence) implements Place {}

    /** With what arrived at {@code instant}. */
    record Since(Instant instant) implements Place {}

    /** With the oldest record that is kept. */
    record Oldest() implements Place {}
}
