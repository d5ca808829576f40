package com.gocodealone.dataengineering.bootstrap.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.MariaDbServer;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost.PluginError;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Nothing that the plugin writes, says or shows has a password in it, not even a part of one: each
 * part between the signs that URLs and shells care for has the same mark.
 */
class SecretsIT {
    private static final String MARK = "k7Q";
    private static final String PASSWORD = "k7Qa@k7Qb:k7Qc/k7Qd%k7Qe+k7Qf#k7Qg?k7Qh=k7Qi&k7Qj k7Qk";
    private static final String WRONG = "k7Qw0@k7Qw1:k7Qw2/k7Qw3";
    private static final int NOBODY = 1;
    private static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");

    @TempDir private Path work;
    @TempDir private Path databases;
    private final List<String> said = new ArrayList<>();
    private PostgresServer postgres;
    private MariaDbServer mariaDb;
    private PluginHost host;

    @BeforeEach
    void start() throws Exception {
        postgres = PostgresServer.start(databases.resolve("pg"), Map.of());
        postgres.execute(
                """
                SET password_encryption = 'scram-sha-256';
                CREATE ROLE cdc SUPERUSER LOGIN PASSWORD '%s';
                CREATE TABLE orders (id bigint PRIMARY KEY);
                """
                        .formatted(PASSWORD));
        Path rules = databases.resolve("pg/pg_hba.conf");
        String open = Files.readString(rules);
        Files.writeString(rules, "host all,replication cdc all scram-sha-256\n" + open);
        postgres.execute("SELECT pg_reload_conf()");
        mariaDb = MariaDbServer.start(databases.resolve("db"), List.of());
        mariaDb.execute("CREATE USER cdc@'%' IDENTIFIED BY '" + PASSWORD + "'");
        mariaDb.execute("GRANT ALL ON *.* TO cdc@'%'");
        mariaDb.execute("CREATE TABLE orders (id bigint PRIMARY KEY)");
        Path link = work.resolve("plugins").resolve(PLUGIN.getFileName());
        Files.createDirectories(link.resolveSibling(""));
        Files.createSymbolicLink(link, PLUGIN.toAbsolutePath());
        Path temporary = Files.createDirectory(work.resolve("tmp"));
        host =
                PluginHost.start(
                        link,
                        Map.of(
                                "DATA_ENGINEERING_STATE_DIR",
                                work.resolve("state").toString(),
                                "DATA_ENGINEERING_LOG",
                                "trace",
                                "DATA_ENGINEERING_JAVA_OPTS",
                                "-Djava.io.tmpdir=" + temporary,
                                "TMPDIR",
                                temporary.toString()),
                        (workflow, action, data) -> "");
    }

    @AfterEach
    void stop() {
        host.close();
        mariaDb.close();
        postgres.close();
    }

    @Test
    void a_password_is_nowhere_whatever_is_done_with_it() throws Exception {
        for (String provider : List.of("debezium", "bento")) {
            follow(provider, "postgres", postgres(PASSWORD, postgres.port()), true);
            follow(provider, "postgres", postgres(WRONG, postgres.port()), false);
            follow(provider, "postgres", postgres(PASSWORD, NOBODY), false);
            follow(provider, "mariadb", mariaDb(PASSWORD, mariaDb.port()), true);
            follow(provider, "mariadb", mariaDb(WRONG, mariaDb.port()), false);
            follow(provider, "mariadb", mariaDb(PASSWORD, NOBODY), false);
        }
        follow("debezium", "postgres", "postgres://cdc:" + WRONG + "@127.0.0.1:1/x", false);
        follow("debezium", "postgres", "host=127.0.0.1 user=cdc password='" + WRONG + "'", false);
        keepTenants("right", postgres(PASSWORD, postgres.port()));
        keepTenants("wrong", postgres(WRONG, postgres.port()));
        keepTenants("nobody", postgres(PASSWORD, NOBODY));
        followWithKeys();
        followOnKafkaConnect("plain");
        followOnKafkaConnect("scram_sha_512");
        consultTheDoctor(postgres(PASSWORD, postgres.port()));
        consultTheDoctor(postgres(WRONG, postgres.port()));
        consultTheDoctor(mariaDb(WRONG, mariaDb.port()));
        host.close();
        assertThat(said).isNotEmpty().allSatisfy(SecretsIT::assertClean);
        assertThat(Leaks.in(work, forms())).isEmpty();
        assertThat(Leaks.in(work, Set.of("cdc"))).as("the user, who is no secret").isNotEmpty();
    }

    private static Set<String> forms() {
        return Set.of(MARK, base64(PASSWORD), base64(WRONG));
    }

    private static String base64(String text) {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertClean(String text) {
        assertThat(text).doesNotContain(forms());
    }

    private static String encoded(String password) {
        return URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String postgres(String password, int port) {
        return "postgres://cdc:%s@127.0.0.1:%d/postgres?sslmode=disable"
                .formatted(encoded(password), port);
    }

    private static String mariaDb(String password, int port) {
        return "mariadb://cdc:%s@127.0.0.1:%d/shop".formatted(encoded(password), port);
    }

    /**
     * Starts a source, asks how it is, looks at what can be seen of its processes, and stops it.
     */
    private void follow(String provider, String type, String connection, boolean works)
            throws IOException {
        String id = "source" + said.size();
        Map<String, Object> config = new HashMap<>();
        config.put("provider", provider);
        config.put("source_id", id);
        config.put("source_type", type);
        config.put("connection", connection);
        config.put("tables", List.of(type.equals("postgres") ? "public.orders" : "shop.orders"));
        String handle = attempt(() -> host.startModule("cdc.source", id, config));
        if (handle != null && works) {
            attempt(
                    () ->
                            host.startTrigger(
                                    "trigger.cdc", "pipeline:" + id, Map.of("source_id", id)));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () ->
                                    ask("step.cdc_status", Map.of("source_id", id))
                                            .contains("stream"));
        }
        ask("step.cdc_status", Map.of("source_id", id));
        ask("step.cdc_monitor", Map.of("source_id", id));
        lookAtProcesses();
        if (handle != null) {
            host.stop(handle);
        }
    }

    private void followWithKeys() {
        attempt(
                () ->
                        host.startModule(
                                "cdc.source",
                                "aws",
                                Map.of(
                                        "provider",
                                        "dms",
                                        "source_id",
                                        "aws",
                                        "options",
                                        Map.of(
                                                "task_arn",
                                                "arn:aws:dms:eu-west-1:123456789012:task:ABC",
                                                "region",
                                                "eu-west-1",
                                                "access_key_id",
                                                "AKIAEXAMPLE",
                                                "secret_access_key",
                                                PASSWORD,
                                                "endpoint_urls",
                                                Map.of("dms", "http://127.0.0.1:1")))));
        ask("step.cdc_status", Map.of("source_id", "aws"));
    }

    /** Where nobody answers. */
    private void followOnKafkaConnect(String sasl) {
        attempt(
                () ->
                        host.startModule(
                                "cdc.source",
                                sasl,
                                Map.of(
                                        "provider",
                                        "debezium",
                                        "source_id",
                                        sasl,
                                        "connection",
                                        "http://127.0.0.1:1",
                                        "options",
                                        Map.of(
                                                "bootstrap_servers",
                                                "127.0.0.1:1",
                                                "connect_timeout",
                                                "1s",
                                                "database",
                                                postgres(PASSWORD, NOBODY),
                                                "kafka_sasl",
                                                sasl,
                                                "kafka_username",
                                                "cdc",
                                                "kafka_password",
                                                PASSWORD,
                                                "username",
                                                "cdc",
                                                "password",
                                                PASSWORD))));
        ask("step.cdc_status", Map.of("source_id", sasl));
    }

    private void keepTenants(String name, String connection) throws IOException {
        String handle =
                attempt(
                        () ->
                                host.startModule(
                                        "data.tenancy",
                                        name,
                                        Map.of("strategy", "schema", "connection", connection)));
        Map<String, Object> tenant = Map.of("tenancy", name, "tenant_id", "acme");
        ask("step.tenant_provision", tenant);
        Map<String, Object> query = new HashMap<>(tenant);
        query.put("query", "SELECT 1/0");
        ask("step.tenant_query", query);
        ask("step.tenant_status", tenant);
        lookAtProcesses();
        if (handle != null) {
            host.stop(handle);
        }
    }

    private void consultTheDoctor(String connection) throws IOException, InterruptedException {
        Path config =
                Files.writeString(
                        databases.resolve("app.yaml"),
                        """
                        modules:
                          - name: shop
                            type: cdc.source
                            config: {provider: debezium, source_id: shop, connection: "${env:DSN}",
                              source_type: %s}
                        """
                                .formatted(connection.substring(0, connection.indexOf(':'))));
        ProcessBuilder doctor =
                new ProcessBuilder(
                                PLUGIN.resolve(PLUGIN.getFileName()).toString(),
                                "doctor",
                                config.toString())
                        .redirectErrorStream(true);
        doctor.environment().put("DSN", connection);
        doctor.environment().put("DATA_ENGINEERING_LOG", "trace");
        Process process = doctor.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(text).contains("shop");
        said.add(text);
    }

    private String ask(String step, Map<String, Object> config) {
        String answer =
                attempt(() -> host.execute(host.createStep(step, "s", config), config).toString());
        return answer == null ? "" : answer;
    }

    private interface Attempt {
        String make();
    }

    /** Keeps what was said; null when that was an error. */
    private @Nullable String attempt(Attempt attempt) {
        try {
            String answer = attempt.make();
            said.add(answer);
            return answer;
        } catch (PluginError error) {
            said.add(String.valueOf(error.getMessage()));
            return null;
        }
    }

    /** What everybody, or whoever may look, sees of a process. */
    private void lookAtProcesses() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(host.process().descendants().toList());
        all.add(host.process());
        for (ProcessHandle one : all) {
            Path facts = Path.of("/proc", String.valueOf(one.pid()));
            if (Files.isDirectory(facts)) {
                said.addAll(Leaks.visible(facts));
            }
        }
    }
}
