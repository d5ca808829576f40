package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import io.debezium.document.Document;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;

/**
 * Tells which records of a history are done with where a stream goes on. A statement at that very
 * place comes again, so its record is not: applied twice, a renamed column would be missing. What a
 * snapshot found there is.
 *
 * <p>Debezium stores no server id with the place, and takes every record of a server with an id to
 * be older than that; so the place is looked at as one of the record's server.
 */
final class ReplayOrder extends HistoryRecordComparator {
    private static final String SERVER_ID = "server_id";
    static final String SNAPSHOT = "snapshot";

    private final HistoryRecordComparator places;

    /** On top of how {@code places} compares places. */
    ReplayOrder(HistoryRecordComparator places) {
        this.places = places;
    }

    @Override
    public boolean isAtOrBefore(HistoryRecord record, HistoryRecord place) {
        HistoryRecord there = onServerOf(record, place);
        boolean isFound = position(record).has(SNAPSHOT);
        return places.isAtOrBefore(record, there)
                && (isFound || !places.isAtOrBefore(there, record));
    }

    private static HistoryRecord onServerOf(HistoryRecord record, HistoryRecord place) {
        if (!position(record).has(SERVER_ID) || position(place).has(SERVER_ID)) {
            return place;
        }
        Document moved = place.document().clone();
        Document position = position(place).clone();
        position.set(SERVER_ID, position(record).get(SERVER_ID));
        moved.set(HistoryRecord.Fields.POSITION, position);
        return new HistoryRecord(moved);
    }

    private static Document position(HistoryRecord record) {
        Document position = record.document().getDocument(HistoryRecord.Fields.POSITION);
        return position == null ? Document.create() : position;
    }
}
