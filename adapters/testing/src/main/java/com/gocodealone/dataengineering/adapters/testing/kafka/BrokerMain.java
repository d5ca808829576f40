package com.gocodealone.dataengineering.adapters.testing.kafka;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** Formats the broker's folder when that was not done yet, and runs the broker. */
final class BrokerMain {
    private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

    private BrokerMain() {}

    public static void main(String[] arguments) {
        Leash.hold();
        String user = "[name=%s,password=%s]".formatted(KafkaConnect.USER, KafkaConnect.PASSWORD);
        String[] format = {
            "format",
            "-t",
            CLUSTER,
            "-c",
            arguments[0],
            "--standalone",
            "--ignore-formatted",
            "--add-scram",
            "SCRAM-SHA-256=" + user,
            "--add-scram",
            "SCRAM-SHA-512=" + user
        };
        if (StorageTool.execute(format, System.out) != 0) {
            throw new IllegalStateException("the broker's folder cannot be formatted");
        }
        Kafka.main(arguments);
    }
}
