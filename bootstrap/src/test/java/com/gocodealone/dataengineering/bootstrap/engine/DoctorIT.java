package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built executable, as a person runs it, with the README's first example. */
class DoctorIT {
    private static final Path EXECUTABLE =
            Path.of(
                    "target/plugins/workflow-plugin-data-engineering/workflow-plugin-data-engineering");

    private static final String PASSWORD = "secret-of-the-shop";

    @TempDir private Path work;
    private PostgresServer shop;

    @BeforeEach
    void startAShop() {
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    private record Answer(int code, String text) {}

    private Answer ask(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SHOP_DSN", shop.dsn(PASSWORD));
        builder.environment().put("DATA_ENGINEERING_STATE_DIR", work.resolve("state").toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(text).doesNotContain(PASSWORD);
        return new Answer(process.exitValue(), text);
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
    void help_is_what_a_person_without_arguments_is_pointed_to()
            throws IOException, InterruptedException {
        assertThat(ask().text()).contains("--help");
        assertThat(ask("--help").text()).contains("doctor <config.yaml>");
        assertThat(ask("--version").text()).matches("\\d+\\.\\d+\\.\\d+\\R");
    }
}
