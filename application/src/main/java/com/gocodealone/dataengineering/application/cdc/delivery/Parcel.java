package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;

import org.jspecify.annotations.Nullable;

/** One event on its way to a workflow. Confined to its delivery's thread. */
final class Parcel {
    private final ChangeEvent event;
    private final Reading.Page page;
    private Engine.@Nullable Payload written;

    Parcel(ChangeEvent event, Reading.Page page) {
        this.event = event;
        this.page = page;
    }

    ChangeEvent event() {
        return event;
    }

    /** The batch of the stream that it came with. */
    Reading.Page page() {
        return page;
    }

    /** The event as the engine gets it; written once. */
    Engine.Payload payload(EventWriter writer) {
        Engine.Payload known = written;
        if (known == null) {
            known = writer.write(event);
            written = known;
        }
        return known;
    }
}
