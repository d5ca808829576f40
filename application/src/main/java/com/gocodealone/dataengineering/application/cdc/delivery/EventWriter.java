package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.cdc.rows.Columns;
import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.config.Fields;

import java.util.ArrayList;
import java.util.List;

/** Writes events as one trigger's workflow gets them. Immutable. */
final class EventWriter {
    static final String CHANGE = "cdc.change";
    static final String BATCH = "cdc.batch";

    /** What an event takes in a batch beyond its own bytes. */
    static final int BYTES_AROUND_EVENT = 16;

    /** What a batch takes beyond its events. */
    private static final int BYTES_AROUND_BATCH = 4096;

    private final String sourceId;
    private final Engine engine;
    private final Columns columns;
    private final boolean batches;
    private final boolean cuts;
    private final int room;

    EventWriter(String sourceId, Subscription subscription, Engine engine) {
        this.sourceId = sourceId;
        this.engine = engine;
        this.columns = subscription.columns();
        this.batches = subscription.options().batch() != null;
        this.cuts = subscription.options().onOversize() == OnOversize.TRUNCATE;
        int most = engine.mostBytes(subscription.workflow(), action());
        this.room = batches ? most - BYTES_AROUND_BATCH : most;
    }

    /** With which the workflow is run. */
    String action() {
        return batches ? BATCH : CHANGE;
    }

    /** The most bytes that the events of one run may have. */
    int room() {
        return room;
    }

    /** What the pipeline gets for {@code event}. */
    EventData data(ChangeEvent event) {
        return EventData.of(sourceId, columns.of(event));
    }

    /**
     * Writes one event.
     *
     * @throws Failure INVALID when it cannot be written, or is larger than the engine takes
     */
    Engine.Payload write(ChangeEvent event) {
        EventData data = data(event);
        Engine.Payload whole = engine.encode(Fields.of(data));
        if (fits(whole)) {
            return whole;
        }
        if (cuts) {
            for (int limit = Shortening.FIRST_LIMIT; limit > 0; limit /= 4) {
                Engine.Payload cut = engine.encode(Fields.of(Shortening.of(data, limit)));
                if (fits(cut)) {
                    return cut;
                }
            }
        }
        throw new Failure(
                Failure.Kind.INVALID,
                "the event is %d bytes, the engine takes at most %d at once"
                        .formatted(whole.bytes(), room));
    }

    private boolean fits(Engine.Payload payload) {
        return payload.bytes() + (batches ? BYTES_AROUND_EVENT : 0) <= room;
    }

    /**
     * What one run gets: the event, or the batch.
     *
     * @throws Failure INVALID when an event cannot be written, or is larger than the engine takes
     */
    Engine.Payload write(List<Parcel> parcels) {
        if (!batches) {
            return parcels.getFirst().payload(this);
        }
        List<Engine.Payload> events = new ArrayList<>(parcels.size());
        for (Parcel parcel : parcels) {
            events.add(parcel.payload(this));
        }
        ChangeEvent first = parcels.getFirst().event();
        ChangeEvent last = parcels.getLast().event();
        return engine.encode(Fields.of(BatchData.of(sourceId, events, first, last)));
    }
}
