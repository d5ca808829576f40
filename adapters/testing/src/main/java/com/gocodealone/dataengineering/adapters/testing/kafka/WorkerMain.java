package com.gocodealone.dataengineering.adapters.testing.kafka;

import org.apache.kafka.connect.cli.ConnectDistributed;

/** Runs the worker. */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) {
        Leash.hold();
        ConnectDistributed.main(arguments);
    }
}
