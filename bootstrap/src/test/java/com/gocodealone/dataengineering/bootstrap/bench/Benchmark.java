package com.gocodealone.dataengineering.bootstrap.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Measures load, drain and latency in one run, and prints a table for the benchmark note. */
public final class Benchmark {
    static final int ROWS = 200_000;

    private Benchmark() {}

    public static void main(String[] arguments) {
        try {
            measure();
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void measure() throws Exception {
        Report report = new Report();
        try (EmbeddedPostgres postgres = server();
                Connection sql = postgres.getPostgresDatabase().getConnection()) {
            report.add(Load.measure());
            prepare(sql);
            try (Drain drain = new Drain(postgres.getPort(), sql)) {
                drain.open();
                load(sql);
                report.add(drain.pgRecvlogical());
                report.add(drain.rawDebezium());
                report.add(drain.plugin());
                report.add(drain.latency());
            }
        }
        report.print();
        Runtime.getRuntime().halt(0); // threads of the embedded server would keep the process
    }

    private static EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_wal_size", "4GB")
                .start();
    }

    /** Everybody has a slot of his own before the backlog is written. */
    private static void prepare(Connection sql) throws SQLException {
        run(
                sql,
                """
                CREATE TABLE bench (id bigint PRIMARY KEY, name text, amount numeric(12,2), qty int,
                    active boolean, created timestamptz DEFAULT now(), payload text);
                CREATE PUBLICATION bench FOR TABLE bench;
                """);
        run(sql, "SELECT pg_create_logical_replication_slot('bench_raw', 'pgoutput')");
        run(sql, "SELECT pg_create_logical_replication_slot('bench_recv', 'pgoutput')");
    }

    private static void load(Connection sql) throws SQLException {
        System.err.printf("writing a backlog of %,d rows ...%n", ROWS);
        int each = 1_000;
        for (int from = 1; from <= ROWS; from += each) {
            run(sql, insert(from, from + each - 1));
        }
    }

    /** About 200 bytes a row. */
    static String insert(int from, int to) {
        return ("INSERT INTO bench (id, name, amount, qty, active, payload) SELECT i, 'a customer"
                        + " name', 12.50, 3, true, repeat('x', 130) FROM generate_series(%d, %d) i")
                .formatted(from, to);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
