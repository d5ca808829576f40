package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;

import java.time.Duration;

/** When a batch of events is complete: as soon as one of these is reached. */
public record BatchOptions(
        @Doc("The most events of one batch") @Default("500") int maxEvents,
        @Doc("How long the first event may wait for others") @Default("100ms") Duration maxWait,
        @Doc("The most bytes of one batch; the engine takes 4 MiB") @Default("1MB")
                ByteSize maxBytes) {
    public BatchOptions {
        Problems problems = new Problems();
        if (maxEvents < 1) {
            problems.add("max_events: %d must be at least 1".formatted(maxEvents));
        }
        if (maxBytes.bytes() < 1) {
            problems.add("max_bytes: %s must be at least 1".formatted(maxBytes));
        }
        problems.throwIfAny();
    }
}
