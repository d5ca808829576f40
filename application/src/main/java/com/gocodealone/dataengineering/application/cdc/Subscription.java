package com.gocodealone.dataengineering.application.cdc;

/**
 * One trigger's wish for the events of a source. Immutable; two are the same only when identical.
 */
final class Subscription {
    private final String workflow;
    private final EventFilter filter;

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
}
