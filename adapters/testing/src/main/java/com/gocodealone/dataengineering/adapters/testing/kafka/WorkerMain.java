package com.gocodealone.dataengineering.adapters.testing.kafka;

import org.apache.kafka.connect.cli.ConnectDistributed;

import java.nio.file.Path;

/** Runs the worker. */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) {
        Leash.hold();
        System.setProperty(
                "java.security.auth.login.config",
                Path.of(arguments[0]).resolveSibling(ServerProperties.LOGIN).toString());
        ConnectDistributed.main(arguments);
    }
}
