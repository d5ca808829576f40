package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

/** What the database keeps for a source, in a {@link SourceReport}. */
record RetentionReport(
        @Doc("What keeps it, such as a replication slot") String holder,
        @Doc("How much is kept") @Nullable Long retainedBytes,
        @Doc("How much more fits before changes are lost") @Nullable Long safeBytes,
        @Doc("The database's own word for it") @Nullable String status) {

    static @Nullable RetentionReport of(@Nullable Retention retention) {
        return retention == null
                ? null
                : new RetentionReport(
                        retention.holder(),
                        retention.bytes(),
                        retention.safeBytes(),
                        retention.status());
    }
}
