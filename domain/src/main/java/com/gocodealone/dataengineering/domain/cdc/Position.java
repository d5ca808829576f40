package com.gocodealone.dataengineering.domain.cdc;

/**
 * Where a change stands in its source, in the source's own notation (an LSN, a GTID with its event
 * number, a shard's sequence number). Opaque to everyone but the stream that gave it.
 */
public record Position(String text) {
    @Override
    public String toString() {
        return text;
    }
}
