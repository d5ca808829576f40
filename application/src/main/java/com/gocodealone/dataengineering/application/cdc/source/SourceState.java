package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.config.Doc;

/** How a source is doing, in the words of {@code step.cdc_status}. */
public enum SourceState {
    @Doc("Connecting to the database")
    STARTING,
    @Doc("Reading the rows that are there")
    SNAPSHOTTING,
    @Doc("Following the changes")
    STREAMING,
    @Doc("All rows that were asked for are read and done; nothing follows")
    COMPLETE,
    @Doc("Open, but nothing is read: it is throttled, or no trigger takes events; see reason")
    PAUSED,
    @Doc("The database or a pipeline failed: see error and next_retry_at")
    RETRYING,
    @Doc(
            "Connected, but without a sign of life, or the provider hangs: it is opened again, see"
                    + " error")
    STALLED,
    @Doc("The database no longer has changes that were not delivered; a person has to decide")
    GAP,
    @Doc("Not started, or stopped by step.cdc_stop")
    STOPPED,
    @Doc("It cannot go on: see error")
    FAILED
}
