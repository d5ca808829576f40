package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.rows.Columns;

/**
 * One trigger's wish for the events of a source. Thread-safe; two are the same only when identical.
 */
final class Subscription {
    private final String workflow;
    private final CdcTrigger.Config options;
    private final EventFilter filter;
    private final Columns columns;
    private final DeliveryCounts counts = new DeliveryCounts();

    Subscription(String workflow, CdcTrigger.Config options) {
        this.workflow = workflow;
        this.options = options;
        this.filter = EventFilter.of(options);
        this.columns = new Columns(options.columns());
    }

    /** The workflow that an event starts. */
    String workflow() {
        return workflow;
    }

    /** How its events are delivered. */
    CdcTrigger.Config options() {
        return options;
    }

    EventFilter filter() {
        return filter;
    }

    /** What its events show. */
    Columns columns() {
        return columns;
    }

    /** How its deliveries went. */
    DeliveryCounts counts() {
        return counts;
    }
}
