package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotWishes;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a source has made in the database, and what it knows of the server; kept in the host's
 * store, beside the offset. Confined to the thread that opens or releases the source.
 */
final class Ledger {
    private static final String SLOT = "debezium.slot";
    private static final String PUBLICATION = "debezium.publication";
    private static final String SERVER = "debezium.server";
    private static final String BEGIN = "debezium.begin";
    private static final String READER = "debezium.reader";

    private final StateStore state;

    Ledger(StateStore state) {
        this.state = state;
    }

    /** The slot that this source made, or was about to make; null when there is none. */
    @Nullable String ownSlot() {
        return state.get(SLOT);
    }

    void ownSlot(String slot) {
        put(SLOT, slot);
    }

    /** The publication that this source made, or was about to make; null when there is none. */
    @Nullable String ownPublication() {
        return state.get(PUBLICATION);
    }

    void ownPublication(String publication) {
        put(PUBLICATION, publication);
    }

    /** The server that was read last; null when that is not known. */
    @Nullable Lineage server() {
        String text = state.get(SERVER);
        return text == null ? null : Lineage.parse(text);
    }

    void server(Lineage server) {
        if (!server.text().equals(state.get(SERVER))) {
            put(SERVER, server.text());
        }
    }

    /** A word that only streams of this state have in their connections' names. */
    String reader() {
        String known = state.get(READER);
        if (known == null) {
            known = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            put(READER, known);
        }
        return known;
    }

    /** Whether to begin anew; asked for, and not done yet. */
    Begin begin() {
        String text = state.get(BEGIN);
        return text == null ? Begin.RESUME : Begin.valueOf(text);
    }

    void begin(Begin begin) {
        put(BEGIN, begin.name());
    }

    void hasBegun() {
        Offsets.keep(() -> state.remove(BEGIN));
    }

    /** The tables that joined by a wish. */
    Set<TableId> joined() {
        return new FollowedTables(state).joined();
    }

    /** Forgets everything but the reader's name. */
    void forget() {
        Offsets.keep(
                () ->
                        List.of(
                                        SLOT,
                                        PUBLICATION,
                                        SERVER,
                                        BEGIN,
                                        FollowedTables.KEY,
                                        SnapshotWishes.KEY)
                                .forEach(state::remove));
    }

    private void put(String key, String text) {
        Offsets.keep(() -> state.put(Map.of(key, text)));
    }
}
