package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The archives of a release, installed as a stranger does, on a machine without Java. Run by {@code
 * ./mvnw -Pdist verify}, which builds them.
 */
class InstallIT {
    @TempDir private Path work;
    private PostgresServer shop;
    private Path plugins;
    private int orders;

    @BeforeEach
    void startAShop() throws SQLException {
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY);"
                        + " CREATE TABLE order_audit (event_id text PRIMARY KEY, op text,"
                        + " order_id text, before jsonb, after jsonb, at timestamptz)");
        plugins = EngineBinary.folder(work.resolve("data/plugins"));
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void it_is_unpacked_and_delivers_a_change_and_writes_nothing_into_its_folder()
            throws IOException, SQLException, InterruptedException {
        Archive.withJava().unpack(plugins);
        Map<Path, Long> before = Archive.files(plugins);
        try (EngineProcess engine = start()) {
            awaitDelivery(engine);
        }
        assertThat(Archive.files(plugins)).isEqualTo(before);
    }

    @Test
    void wfctl_installs_it_and_a_new_version_beside_the_one_that_runs()
            throws IOException, SQLException, InterruptedException {
        Archive archive = Archive.withJava();
        install(archive);
        Path folder = plugins.resolve("data-engineering");
        Archive next = archive.asVersion("999.0.0", work);
        try (EngineProcess engine = start()) {
            awaitDelivery(engine);
            install(next);
            awaitDelivery(engine);
            assertThat(engine.plugin().info().command().orElseThrow())
                    .startsWith(folder.resolve(archive.version()).toRealPath().toString());
            engine.terminate();
        }
        try (EngineProcess engine = start()) {
            awaitDelivery(engine);
            assertThat(engine.plugin().info().command().orElseThrow())
                    .startsWith(folder.resolve("999.0.0").toRealPath().toString());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_version_that_runs_is_not_installed_again()
            throws IOException, SQLException, InterruptedException {
        Archive archive = Archive.withJava();
        install(archive);
        try (EngineProcess engine = start()) {
            awaitDelivery(engine);
            Answer refused = Wfctl.install(archive, work.resolve("data"));
            assertThat(refused.text()).contains("text file busy");
            assertThat(refused.code()).isNotZero();
            awaitDelivery(engine);
        }
        install(archive);
        try (EngineProcess engine = start()) {
            awaitDelivery(engine);
        }
    }

    private void install(Archive archive) throws IOException, InterruptedException {
        Answer answer = Wfctl.install(archive, work.resolve("data"));
        assertThat(answer.text()).contains("Installed data-engineering v" + archive.version());
        assertThat(answer.code()).isZero();
    }

    /** Without Java, and without a home directory. */
    private EngineProcess start() throws IOException {
        Path tools = EngineBinary.folder(work.resolve("tools"));
        for (String tool : List.of("dirname", "readlink")) {
            Path link = tools.resolve(tool);
            if (Files.notExists(link)) {
                Files.createSymbolicLink(link, Path.of("/usr/bin").resolve(tool));
            }
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", tools.toString());
        environment.put("JAVA_HOME", "");
        environment.put("HOME", "");
        environment.put("SHOP_DSN", shop.dsn("secret-of-the-shop"));
        environment.put("DATA_ENGINEERING_JAVA_OPTS", "-XX:AOTMode=on"); // or no start at all
        return EngineProcess.start(
                work.resolve("data"), Readme.example("audit trail"), environment);
    }

    private void awaitDelivery(EngineProcess engine) throws SQLException {
        engine.awaitOutput("is open");
        orders++;
        shop.execute("INSERT INTO orders VALUES (%d)".formatted(orders));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () ->
                                assertThat(shop.query("SELECT count(*) FROM order_audit"))
                                        .containsExactly(String.valueOf(orders)));
    }
}
