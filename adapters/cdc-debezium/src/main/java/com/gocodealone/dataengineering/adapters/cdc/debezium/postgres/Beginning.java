package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotMode;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;

/**
 * Where a stream begins: decides it, and prepares the slot for it. Whatever is interrupted is done
 * again by the next one. Used once, by one thread.
 */
final class Beginning {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final Target target;
    private final Begin begin;
    private final Offsets offsets;
    private final Ledger ledger;

    /**
     * @param asked by the host; what it asked for before and did not get is done too
     */
    Beginning(Target target, Begin asked, Offsets offsets, Ledger ledger) {
        this.target = target;
        this.offsets = offsets;
        this.ledger = ledger;
        this.begin = begin(asked);
    }

    private Begin begin(Begin asked) {
        if (asked != Begin.RESUME) {
            return asked;
        }
        return Resume.of(offsets) == null ? ledger.begin() : Begin.RESUME;
    }

    /** Whether there is an acknowledged position to go on from. */
    boolean resumes() {
        return begin == Begin.RESUME && Resume.of(offsets) != null;
    }

    /** Whether rows that are there are read first, unless changes turn out to be lost. */
    boolean readsRows() {
        return !resumes()
                && begin != Begin.LATEST
                && (begin == Begin.SNAPSHOT
                        || target.options().snapshotMode() != SnapshotMode.NEVER);
    }

    /** Finds out that no change is lost; the alternative is a GAP. */
    interface Check {
        void run() throws SQLException, InterruptedException;
    }

    /** What is to come, by what was acknowledged and what is wanted. */
    Course course(Check check) throws SQLException, InterruptedException {
        boolean only = target.options().snapshotMode() == SnapshotMode.INITIAL_ONLY;
        if (begin != Begin.RESUME) {
            ledger.begin(begin);
            offsets.forget();
        }
        if (resumes()) {
            ledger.hasBegun();
            return only ? Course.NOTHING : resume(check);
        }
        if (!readsRows()) {
            return Course.CHANGES;
        }
        return only ? Course.ROWS : Course.ROWS_THEN_CHANGES;
    }

    private Course resume(Check check) throws SQLException, InterruptedException {
        try {
            check.run();
            return Course.CHANGES;
        } catch (Failure failure) {
            boolean begins =
                    failure.kind() == Failure.Kind.GAP
                            && target.options().snapshotMode() == SnapshotMode.WHEN_NEEDED;
            if (!begins) {
                throw failure;
            }
            LOG.warn(
                    "source {}: {}; it begins again with a snapshot",
                    target.source(),
                    failure.fact());
            offsets.forget();
            return Course.ROWS_THEN_CHANGES;
        }
    }

    /**
     * Sees to it that the stream can begin. For a snapshot there must be no slot: only the making
     * of one tells Debezium which rows belong to the snapshot and which to the stream.
     */
    void prepare(Course course, Slot slot) throws SQLException, InterruptedException {
        if (Resume.of(offsets) != null) {
            return;
        }
        offsets.forget(); // of a snapshot that did not end
        if (!course.hasChanges()) {
            return;
        }
        SlotState state = slot.idle();
        if (state != null && slot.name().equals(ledger.ownSlot())) {
            slot.drop(); // from a beginning that was interrupted, or is over
            state = null;
        }
        if (state != null && state.confirmed() != null) {
            long confirmed = Lsn.parse(state.confirmed());
            beginAt(begin == Begin.LATEST ? slot.advance() : confirmed);
            return;
        }
        ledger.ownSlot(slot.name());
        if (!course.beginsWithRows()) {
            beginAt(slot.create(target.options().failover()));
        }
    }

    private void beginAt(long lsn) {
        offsets.beginAt("{\"lsn\":%d}".formatted(lsn));
    }
}
