package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built executable, as a person runs it. */
class ExecutableIT {
    private static final String PASSWORD = "secret-of-the-shop";

    @TempDir private Path work;
    private PostgresServer shop;
    private Executable executable;

    @BeforeEach
    void startAShop() throws IOException, SQLException {
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        executable =
                new Executable(
                        Map.of(
                                "SHOP_DSN", shop.dsn(PASSWORD),
                                "DATA_ENGINEERING_STATE_DIR", work.resolve("state").toString(),
                                "DATA_ENGINEERING_JAVA_OPTS",
                                        "-Djava.io.tmpdir="
                                                + Files.createDirectory(work.resolve("tmp"))));
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    private Answer ask(String... arguments) throws IOException, InterruptedException {
        Answer answer = executable.ask(arguments);
        assertThat(answer.text()).doesNotContain(PASSWORD);
        return answer;
    }

    @Test
    void a_source_that_cannot_start_is_told_what_to_repair_until_it_can()
            throws IOException, InterruptedException, SQLException {
        Path config = Files.writeString(work.resolve("app.yaml"), Readme.example("audit trail"));

        Answer ill = ask("doctor", config.toString());

        assertThat(ill.code()).isEqualTo(1);
        assertThat(ill.text())
                .startsWith("cdc.source \"shop_changes\"\n")
                .contains("  error   tables: tables: public.orders matches no table")
                .contains("It cannot start: 1 to repair.")
                .doesNotContain("\u001b");
        shop.execute("CREATE TABLE orders (id bigint PRIMARY KEY)");
        Answer well = ask("doctor", config.toString());
        assertThat(well.text()).contains("  ok      wal_level: logical").contains("It can start");
        assertThat(well.code()).isZero();
        assertThat(work.resolve("state")).doesNotExist();
    }

    @Test
    void a_connection_alone_is_enough() throws IOException, InterruptedException, SQLException {
        shop.execute("CREATE TABLE orders (id bigint PRIMARY KEY)");

        Answer answer = ask("doctor", shop.dsn(PASSWORD), "public.orders");

        assertThat(answer.text()).startsWith("this database\n").contains("It can start");
        assertThat(answer.code()).isZero();
    }

    @Test
    void it_explains_itself_and_what_it_offers() throws IOException, InterruptedException {
        assertThat(ask().text()).contains("--help");
        assertThat(ask("--help").text()).contains("doctor <config.yaml>").contains("state move");
        assertThat(ask("--version").text()).matches("\\d+\\.\\d+\\.\\d+\\R");
        assertThat(ask("types").text())
                .contains("  trigger.cdc ")
                .contains("  cdc.source ")
                .contains("  step.tenant_provision ");
        assertThat(ask("types", "step.cdc_start").text())
                .startsWith("step step.cdc_start\n")
                .contains("  source_type                string, default postgres\n");
        assertThat(ask("typs"))
                .isEqualTo(new Answer(2, "there is no command \"typs\" (did you mean types?)\n"));
    }

    @Test
    void a_demo_shows_every_change_and_leaves_nothing_behind()
            throws IOException, InterruptedException, SQLException {
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);"
                        + " INSERT INTO orders VALUES (1, 12.50)");
        Path notes = work.resolve("notes");
        Process demo =
                executable
                        .process("demo", shop.dsn(PASSWORD), "public.orders", "--snapshot")
                        .redirectError(notes.toFile())
                        .start();
        // Process.destroy would close what is read here.
        try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine())
                    .contains("\"op\":\"READ\"")
                    .contains("\"after\":{\"id\":1,\"total\":\"12.50\"}");
            shop.execute("UPDATE orders SET total = 9007199254740993");
            assertThat(lines.readLine())
                    .startsWith("{\"event_id\":\"demo:")
                    .contains("\"op\":\"UPDATE\"")
                    .contains("\"total\":\"9007199254740993\"");
            demo.toHandle().destroy();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lines.readLine()).isNull();
        } finally {
            demo.destroyForcibly();
        }
        assertThat(demo.exitValue()).isZero();
        assertThat(notes).content().contains("Ctrl-C ends this").doesNotContain(PASSWORD);
        assertThat(shop.query("SELECT count(*) FROM pg_replication_slots")).containsExactly("0");
        assertThat(shop.query("SELECT count(*) FROM pg_publication")).containsExactly("0");
        try (Stream<Path> left = Files.list(work.resolve("tmp"))) {
            assertThat(left.filter(one -> one.toString().contains("data-engineering"))).isEmpty();
        }
    }

    @Test
    void a_demo_of_a_table_that_is_not_there_says_so() throws IOException, InterruptedException {
        Answer answer = ask("demo", shop.dsn(PASSWORD), "public.nothing");

        assertThat(answer.text()).contains("public.nothing matches no table");
        assertThat(answer.code()).isEqualTo(1);
    }

    @Test
    void what_an_engine_left_is_listed_checked_exported_and_moved() throws Exception {
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders VALUES (1);"
                        + " CREATE TABLE order_audit (event_id text, op text, order_id text,"
                        + " before jsonb, after jsonb, at timestamptz)");
        Path data = EngineBinary.folder(work.resolve("data"));
        executable =
                new Executable(
                        Map.of("DATA_ENGINEERING_STATE_DIR", data.resolve("state").toString()));
        Path elsewhere = work.resolve("elsewhere");
        try (EngineProcess _ =
                EngineProcess.start(
                        data,
                        Readme.example("audit trail"),
                        Map.of("SHOP_DSN", shop.dsn(PASSWORD)))) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> assertThat(ask("state", "list").text()).contains("shop", "0/"));
            Answer refused = ask("state", "move", elsewhere.toString());
            assertThat(refused.text()).contains("stop the engine first");
            assertThat(refused.code()).isEqualTo(2);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertThat(ask("state", "move", elsewhere.toString()).text())
                                        .startsWith("moved to "));
        executable = new Executable(Map.of("DATA_ENGINEERING_STATE_DIR", elsewhere.toString()));
        assertThat(ask("state", "check").text()).contains("ok      file").contains("entries read");
        assertThat(ask("state", "repair").code()).isZero();
        assertThat(ask("state", "export").text()).contains("\"owner\":\"source:shop\"");
        assertThat(ask("state", "list", "--json").text()).contains("\"source_id\":\"shop\"");
    }
}
