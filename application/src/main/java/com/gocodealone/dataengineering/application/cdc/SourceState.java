package com.gocodealone.dataengineering.application.cdc;

/** How a source is doing, in the words of {@code step.cdc_status}. */
public enum SourceState {
    /** Connecting to the source. */
    STARTING,
    /** Reading the rows that are there. */
    SNAPSHOTTING,
    /** Following the source's changes. */
    STREAMING,
    /** Open, but nobody takes events: no trigger is started, or one was stopped. */
    PAUSED,
    /** The source, or a pipeline, failed; it is tried again at the time given. */
    RETRYING,
    /** The source lost changes that were not delivered; a person has to decide. */
    GAP,
    /** Not started, or stopped by a step. */
    STOPPED,
    /** It cannot go on; the error says why. */
    FAILED
}
