package com.gocodealone.dataengineering.application.cdc.delivery;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Makes jobs of what is read. Confined to its delivery's thread. */
interface Loading {
    /** The next job; null when there is none yet. */
    @Nullable Job next();

    /** How long until there may be one although nothing more is read. */
    long nanosToNext();

    /** One event a job. */
    record Singles(Reading reading) implements Loading {
        @Override
        public @Nullable Job next() {
            Parcel parcel = reading.next();
            return parcel == null ? null : new Job(List.of(parcel));
        }

        @Override
        public long nanosToNext() {
            return Long.MAX_VALUE;
        }
    }
}
