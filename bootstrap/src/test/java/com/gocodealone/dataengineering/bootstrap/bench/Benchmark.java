package com.gocodealone.dataengineering.bootstrap.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the plugin beside its rivals in one run, and prints a table for the benchmark note. */
public final class Benchmark {
    /** The backlog. */
    static final int ROWS = Integer.getInteger("bench.rows", 300_000);

    /** Where the ids of single commits begin. */
    static final int LATER = 100_000_000;

    private static final String USUAL =
            "load,recvlogical,raw,batch,bento,connect,spam,key,single,kill,pace,tenants";
    private static final int IN_FLIGHT = 16;

    /** One at a time is slow. */
    private static final int SINGLES = 50_000;

    private static final String RAW = "raw Debezium";
    private static final String SPAM = "the Go plugin";
    private static final String BENTO_ALONE = "bento-cdc alone";

    private final EmbeddedPostgres postgres;
    private final Connection sql;
    private final Report report = new Report();

    private Benchmark(EmbeddedPostgres postgres, Connection sql) {
        this.postgres = postgres;
        this.sql = sql;
    }

    /** What gets ready before the backlog is written, so that the backlog waits for it. */
    private interface Plan {
        Row prepare() throws IOException, SQLException;
    }

    /** One row of the table, or a few that belong together. */
    private interface Row {
        void measure() throws Exception;
    }

    /** The system property bench.only names the rows to measure, with commas. */
    public static void main(String[] arguments) {
        String only = System.getProperty("bench.only", "");
        try (EmbeddedPostgres postgres = server();
                Connection sql = postgres.getPostgresDatabase().getConnection()) {
            new Benchmark(postgres, sql).measure(only.isBlank() ? USUAL : only);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // threads of the embedded server would keep the process
    }

    private void measure(String names) throws Exception {
        create();
        Map<String, Plan> plans = plans();
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String name : names.split(",", -1)) {
            Plan plan = plans.get(name.strip());
            if (plan == null) {
                throw new IllegalArgumentException(
                        "there is no row \"%s\"; known are %s".formatted(name, plans.keySet()));
            }
            rows.put(name.strip(), plan.prepare());
        }
        load();
        rows.forEach(this::measure);
        report.print();
    }

    /** One that fails must not take the others with it. */
    private void measure(String name, Row row) {
        try {
            row.measure();
        } catch (Exception e) {
            e.printStackTrace();
            report.add(name, "failed: " + e.getMessage());
        }
    }

    private Map<String, Plan> plans() {
        Map<String, Plan> plans = new LinkedHashMap<>();
        plans.put("load", () -> () -> Load.measure(report));
        plans.put("recvlogical", () -> this::pgRecvlogical);
        plans.put("raw", () -> () -> report.rate(RAW, rivals().rawDebezium(ROWS), null, 0));
        plans.put(
                "batch",
                drain("batches of 500", Map.of("batch", Map.of("max_events", 500)), RAW, 0.7));
        plans.put("bento", this::bento);
        plans.put("connect", this::connect);
        plans.put("spam", () -> this::spam);
        plans.put(
                "key",
                drain(
                        "single events, order: key, 16 in flight",
                        Map.of("order", "key", "max_in_flight", IN_FLIGHT),
                        SPAM,
                        0.6));
        plans.put("single", () -> single(reader("single", Map.of())));
        plans.put("kill", this::kill);
        plans.put(
                "pace",
                () -> () -> new Pace(reader("pace", Map.of("order", "key")), sql).measure(report));
        plans.put("tenants", () -> () -> new Tenants(postgres.getPort(), sql).measure(report));
        plans.put("transaction", () -> () -> large().transaction(report));
        plans.put("wide", () -> () -> large().wide(report));
        return plans;
    }

    private Plan drain(
            String what, Map<String, Object> delivery, @Nullable String other, double goal) {
        return () -> {
            Reader reader = reader("drain_" + Integer.toHexString(what.hashCode()), delivery);
            return () -> report.rate(what, reader.drain(ROWS), other, goal);
        };
    }

    private Row single(Reader reader) {
        int some = Math.min(ROWS, SINGLES);
        return () -> report.rate("single events, one at a time", reader.drain(some), null, 0);
    }

    private Row kill() throws IOException {
        Reader reader = reader("kill", Map.of("batch", Map.of("max_events", 500)));
        return () -> new KillNine(ROWS).measure(reader, report);
    }

    private Row bento() throws IOException {
        if (Files.notExists(BentoAlone.PROGRAM)) {
            return () -> report.add("provider bento", "not measured: no Go here");
        }
        Reader reader =
                new Reader(
                        "bento",
                        "bento",
                        postgres.getPort(),
                        Map.of("batch", Map.of("max_events", 500)));
        return () -> {
            Report.Rate alone = new BentoAlone(ROWS).measure(postgres.getPort());
            report.rate(BENTO_ALONE, alone, null, 0);
            report.rate("provider bento, batches of 500", reader.drain(ROWS), BENTO_ALONE, 0.8);
        };
    }

    private Row connect() throws IOException {
        OnKafkaConnect row = new OnKafkaConnect(postgres.getPort(), ROWS);
        return () -> row.measure(report);
    }

    private void spam() throws IOException, InterruptedException {
        Report.Rate rate = Ceiling.measure(ROWS / IN_FLIGHT * IN_FLIGHT, IN_FLIGHT);
        if (rate == null) {
            report.add(SPAM + " that only fires, 16 in flight", "not measured: no Go here");
        } else {
            report.rate(SPAM, rate, null, 0);
        }
    }

    private void pgRecvlogical() throws IOException, InterruptedException, SQLException {
        Double perSecond = rivals().pgRecvlogical(ROWS);
        report.add(
                "pg_recvlogical, to nowhere",
                perSecond == null ? "not on this machine" : Report.format("%,.0f/s", perSecond));
    }

    private Rivals rivals() {
        return new Rivals(postgres.getPort(), sql);
    }

    private Large large() throws IOException {
        return new Large(reader("large", Map.of("batch", Map.of("max_events", 500))), sql);
    }

    private Reader reader(String source, Map<String, Object> delivery) throws IOException {
        return new Reader(source, "debezium", postgres.getPort(), delivery);
    }

    private static EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_replication_slots", "20")
                .setServerConfig("max_wal_senders", "20")
                .start();
    }

    private void create() throws SQLException {
        run(
                sql,
                """
                CREATE TABLE bench (id bigint PRIMARY KEY, name text, amount numeric(12,2), qty int,
                    active boolean, created timestamptz DEFAULT now(), payload text);
                CREATE PUBLICATION bench FOR TABLE bench;
                """);
        run(sql, "SELECT pg_create_logical_replication_slot('bench_raw', 'pgoutput')");
        run(sql, "SELECT pg_create_logical_replication_slot('bench_recv', 'pgoutput')");
        run(sql, "SELECT pg_create_logical_replication_slot('bench_bento', 'pgoutput')");
    }

    private void load() throws SQLException {
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
