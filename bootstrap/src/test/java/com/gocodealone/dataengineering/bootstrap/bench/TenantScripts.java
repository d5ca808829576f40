package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.Temporary;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Five small migrations, and others than the plugin who run them for each tenant. */
record TenantScripts(Path folder, SortedMap<String, String> scripts) {
    private static final String HISTORY =
            """
            CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),
                description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL,
                checksum int, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),
                execution_time int NOT NULL, success boolean NOT NULL);
            CREATE INDEX ON flyway_schema_history (success);
            """;

    static TenantScripts write() throws IOException {
        SortedMap<String, String> scripts = new TreeMap<>();
        scripts.put(
                "V1__customers.sql",
                "CREATE TABLE customers (id bigint PRIMARY KEY, name text);\n");
        scripts.put(
                "V2__orders.sql",
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES"
                        + " customers, total numeric(12,2));\n");
        scripts.put("V3__by_customer.sql", "CREATE INDEX by_customer ON orders (customer);\n");
        scripts.put("V4__note.sql", "ALTER TABLE orders ADD note text;\n");
        scripts.put("V5__first.sql", "INSERT INTO customers VALUES (1, 'first');\n");
        Path folder = Temporary.folder("bench-migrations");
        for (String name : scripts.keySet()) {
            Files.writeString(folder.resolve(name), scripts.get(name));
        }
        return new TenantScripts(folder, scripts);
    }

    /**
     * Tenants a second through {@code sessions} of psql, each tenant in a transaction with its
     * history; null where there is no psql.
     */
    @Nullable Double withPsql(int port, int tenants, int sessions)
            throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            StringBuilder sql = new StringBuilder();
            for (int tenant = session; tenant < tenants; tenant += sessions) {
                sql.append(tenant("psql_" + tenant));
            }
            files.add(Files.writeString(folder.resolve("session%d.psql".formatted(session)), sql));
        }
        long begun = System.nanoTime();
        List<Process> running = new ArrayList<>();
        for (Path file : files) {
            Process psql = Commands.quietly(psql(port, file));
            if (psql == null) {
                return null;
            }
            running.add(psql);
        }
        for (Process psql : running) {
            if (!psql.waitFor(Reader.PATIENCE_MINUTES, TimeUnit.MINUTES) || psql.exitValue() != 0) {
                throw new IllegalStateException("psql did not come to the end");
            }
        }
        return tenants * 1e9 / (System.nanoTime() - begun);
    }

    private static List<String> psql(int port, Path file) {
        return List.of(
                "psql",
                "--quiet",
                "--no-psqlrc",
                "--set=ON_ERROR_STOP=1",
                "--file=" + file,
                "postgresql://postgres@127.0.0.1:%d/postgres".formatted(port));
    }

    private String tenant(String schema) {
        StringBuilder sql =
                new StringBuilder(
                        "BEGIN;\nCREATE SCHEMA %1$s;\nSET LOCAL search_path TO %1$s;\n"
                                .formatted(schema));
        sql.append(HISTORY);
        int rank = 0;
        for (String name : scripts.keySet()) {
            rank++;
            sql.append(scripts.get(name));
            sql.append(
                    "INSERT INTO flyway_schema_history VALUES (%1$d, '%1$d', 'x', 'SQL', '%2$s', 1, 'me', now(), 1, true);\n"
                            .formatted(rank, name));
        }
        return sql.append("COMMIT;\n").toString();
    }

    /** Tenants a second, each with a call of its own. */
    double withFlyway(int port, int tenants) {
        String url = "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable".formatted(port);
        long begun = System.nanoTime();
        for (int tenant = 0; tenant < tenants; tenant++) {
            Flyway.configure()
                    .dataSource(url, "postgres", "postgres")
                    .locations("filesystem:" + folder)
                    .defaultSchema("flyway_" + tenant)
                    .load()
                    .migrate();
        }
        return tenants * 1e9 / (System.nanoTime() - begun);
    }
}
