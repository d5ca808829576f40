package com.gocodealone.dataengineering.bootstrap.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Others that read the same backlog. */
record Rivals(int port, Connection sql) {
    /** Rows a second, with starting the program; null where there is no such program. */
    @Nullable Double pgRecvlogical(int rows)
            throws IOException, InterruptedException, SQLException {
        long start = System.nanoTime();
        Process reader =
                Commands.quietly(
                        List.of(
                                "pg_recvlogical",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                String.valueOf(port),
                                "-U",
                                "postgres",
                                "-d",
                                "postgres",
                                "--slot=bench_recv",
                                "--start",
                                "-o",
                                "proto_version=1",
                                "-o",
                                "publication_names=bench",
                                "--endpos=" + Commands.query(sql, "SELECT pg_current_wal_lsn()"),
                                "-f",
                                "/dev/null"));
        boolean read = reader != null && reader.waitFor() == 0;
        return read ? rows * 1e9 / (System.nanoTime() - start) : null;
    }

    /** Debezium's engine with its own defaults, on the plugin's jars of it but not on ours. */
    Report.Rate rawDebezium(int rows) throws IOException, InterruptedException {
        Path provider = Reader.PLUGIN.toAbsolutePath().resolve("providers/debezium");
        Process raw =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                Commands.jars(provider, "data-engineering")
                                        + ":"
                                        + Reader.PLUGIN.toAbsolutePath()
                                        + "/lib/*",
                                "src/bench/java/RawDebezium.java",
                                String.valueOf(port),
                                "bench_raw",
                                "bench",
                                "public.bench",
                                String.valueOf(rows))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        boolean ended = raw.waitFor(Reader.PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended || raw.exitValue() != 0) {
            raw.destroyForcibly();
            throw new IllegalStateException("Debezium alone did not come to the end");
        }
        String[] figures = raw.inputReader().readLine().split(" ", -1);
        return new Report.Rate(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }
}
