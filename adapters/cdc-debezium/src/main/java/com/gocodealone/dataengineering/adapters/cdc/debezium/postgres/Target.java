package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.cdc.SourceSpec;

/** What a configuration names: the database, and what is to be used in it. Immutable. */
record Target(SourceSpec source, PostgresOptions options, Database database) {
    String slot() {
        String named = options.slotName();
        return named == null ? SlotName.of(source.sourceId()) : named;
    }

    String publication() {
        String named = options.publicationName();
        return named == null ? SlotName.of(source.sourceId()) : named;
    }

    /** A publication that the user names is used as it is. */
    boolean namesPublication() {
        return options.publicationName() != null;
    }

    boolean wantsEverything() {
        return source.tables().isEmpty();
    }
}
