package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.dms.AwsSandbox;
import com.gocodealone.dataengineering.adapters.testing.dms.Moto;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL and the small AWS beside it, for the tests of one class. */
final class Sandbox implements AutoCloseable {
    private final PostgresServer database;
    private final AwsSandbox aws;

    private Sandbox(PostgresServer database, AwsSandbox aws) {
        this.database = database;
        this.aws = aws;
    }

    /** Starts both; a test that cannot run says so, and nobody can overlook it. */
    static Sandbox start() {
        Moto.obstacle()
                .ifPresent(
                        why -> {
                            String sentence =
                                    "THE DMS TESTS DO NOT RUN: they need moto, and " + why;
                            System.err.println("\n" + "!".repeat(80) + "\n" + sentence + "\n");
                            Assumptions.abort(sentence);
                        });
        try {
            Path data = Files.createTempDirectory("dms-postgres");
            PostgresServer database =
                    PostgresServer.start(data, Map.of("max_replication_slots", "100"));
            return new Sandbox(database, AwsSandbox.start(database));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PostgresServer database() {
        return database;
    }

    AwsSandbox aws() {
        return aws;
    }

    @Override
    public void close() {
        aws.close();
        database.close();
    }
}
