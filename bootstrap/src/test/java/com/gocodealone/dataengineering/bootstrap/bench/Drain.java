package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** One backlog, read by everybody in turn; then single commits, one after another. */
final class Drain implements AutoCloseable {
    private static final String SOURCE = "bench";

    private final int port;
    private final Connection sql;
    private final Arrivals arrivals = new Arrivals();
    private final PluginHost host;
    private final String status;

    Drain(int port, Connection sql) throws IOException {
        this.port = port;
        this.sql = sql;
        Path state = Files.createTempDirectory("bench-state");
        this.host =
                PluginHost.start(
                        Load.PLUGIN,
                        Map.of("DATA_ENGINEERING_STATE_DIR", state.toString()),
                        (workflow, action, data) -> arrivals.take(data));
        this.status = host.createStep("step.cdc_status", "status", Map.of("source_id", SOURCE));
    }

    /** Opens the plugin's source on the empty table, and stops it again. */
    void open() {
        host.startModule(
                "cdc.source",
                SOURCE,
                Map.of(
                        "provider",
                        "debezium",
                        "source_id",
                        SOURCE,
                        "connection",
                        "postgres://postgres:postgres@127.0.0.1:%d/postgres?sslmode=disable"
                                .formatted(port),
                        "tables",
                        List.of("public.bench")));
        host.startTrigger("trigger.cdc", "pipeline:bench", Map.of("source_id", SOURCE));
        while (!"streaming".equals(state())) {
            Thread.onSpinWait();
        }
        step("step.cdc_stop");
    }

    private String state() {
        Struct answer = host.execute(status, Map.of("source_id", SOURCE));
        return answer.getFieldsOrThrow("state").getStringValue();
    }

    private void step(String type) {
        Map<String, Object> config = Map.of("source_id", SOURCE);
        host.execute(host.createStep(type, type, config), config);
    }

    Map<String, String> pgRecvlogical() throws IOException, InterruptedException, SQLException {
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
        if (reader == null || reader.waitFor() != 0) {
            return Map.of("pg_recvlogical", "not on this machine");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return Map.of(
                "pg_recvlogical, to nowhere", "%,.0f rows/s".formatted(Benchmark.ROWS / seconds));
    }

    Map<String, String> rawDebezium() throws IOException, InterruptedException {
        String folder = Load.PLUGIN.toAbsolutePath().toString();
        Process raw =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                folder + "/providers/debezium/*:" + folder + "/lib/*",
                                "src/bench/java/RawDebezium.java",
                                String.valueOf(port),
                                "bench_raw",
                                "bench",
                                "public.bench",
                                String.valueOf(Benchmark.ROWS))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String perSecond = raw.inputReader().readLine();
        raw.waitFor();
        return Map.of("raw embedded Debezium, counting", "%s rows/s".formatted(perSecond));
    }

    Map<String, String> plugin() throws InterruptedException, IOException {
        arrivals.expect(Benchmark.ROWS);
        step("step.cdc_start");
        double perSecond = arrivals.awaitRate();
        return Map.of(
                "plugin, one event a call, one at a time", "%,.0f events/s".formatted(perSecond),
                "memory with one source, after the backlog", Memory.resident(host.process()));
    }

    /** A thousand single-row commits a second for ten seconds, after two that do not count. */
    Map<String, String> latency() throws SQLException, InterruptedException {
        int counted = 10_000;
        int warmUp = 2_000;
        arrivals.expectLatencies(warmUp, counted);
        long start = System.nanoTime();
        for (int i = 0; i < warmUp + counted; i++) {
            while (System.nanoTime() - start < i * 1_000_000L) {
                Thread.onSpinWait();
            }
            Benchmark.run(sql, Benchmark.insert(Benchmark.ROWS + 1 + i, Benchmark.ROWS + 1 + i));
        }
        return arrivals.awaitLatencies((System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() {
        host.close();
    }
}
