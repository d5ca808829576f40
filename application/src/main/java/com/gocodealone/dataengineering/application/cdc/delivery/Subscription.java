package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.cdc.rows.Columns;

/**
 * One trigger's wish for the events of a source. Thread-safe; two are the same only when identical.
 */
public final class Subscription {
    private final String workflow;
    private final TriggerOptions options;
    private final EventFilter filter;
    private final Columns columns;
    private final DeliveryCounts counts = new DeliveryCounts();

    public Subscription(String workflow, TriggerOptions options) {
        this.workflow = workflow;
        this.options = options;
        this.filter = EventFilter.of(options);
        this.columns = new Columns(options.columns());
    }

    /** The workflow that an event starts. */
    public String workflow() {
        return workflow;
    }

    /** How its events are delivered. */
    TriggerOptions options() {
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
    public DeliveryCounts counts() {
        return counts;
    }
}
