package com.gocodealone.dataengineering.application.cdc;

/**
 * One trigger's wish for the events of a source. Thread-safe; two are the same only when identical.
 */
final class Subscription {
    private final String workflow;
    private final EventFilter filter;
    private final DeliveryCounts counts = new DeliveryCounts();

    Subscription(String workflow, EventFilter filter) {
        this.workflow = workflow;
        this.filter = filter;
    }

    /** The workflow that an event starts. */
    String workflow() {
        return workflow;
    }

    EventFilter filter() {
        return filter;
    }

    /** How its deliveries went. */
    DeliveryCounts counts() {
        return counts;
    }
}
