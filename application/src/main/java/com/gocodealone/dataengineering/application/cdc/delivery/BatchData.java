package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.config.Doc;

import java.time.Instant;
import java.util.List;

/** The batch that a pipeline sees when its trigger has {@code batch}. */
public record BatchData(
        @Doc("The events in commit order, each with all the keys of a single one")
                List<Engine.Payload> events,
        @Doc("How many there are") int count,
        @Doc("The source they come from") String sourceId,
        @Doc("The position of the first") String firstPosition,
        @Doc("The position of the last") String lastPosition,
        @Doc("When the last was committed; ISO-8601, UTC") Instant lastCommittedAt) {

    /** A batch of {@code parcels}, which are written already. */
    static BatchData of(
            String sourceId, List<Engine.Payload> events, ChangeEvent first, ChangeEvent last) {
        return new BatchData(
                events,
                events.size(),
                sourceId,
                first.position().text(),
                last.position().text(),
                last.committedAt());
    }

    /** A batch of the one event that {@code payload} is. */
    static BatchData of(Engine.Payload payload, EventData event) {
        return new BatchData(
                List.of(payload),
                1,
                event.sourceId(),
                event.position(),
                event.position(),
                event.committedAt());
    }
}
