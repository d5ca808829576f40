package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.bootstrap.Pages.Example;
import com.gocodealone.dataengineering.bootstrap.Pages.Part;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The triggers and steps of the pages about CDC, run by the built plugin on a real PostgreSQL. */
class ExamplesIT {
    private static final String SOURCE = "shop";

    @TempDir private Path work;
    private PostgresServer shop;
    private PluginHost host;

    /** The newest row of each workflow. */
    private final Map<String, Struct> rows = new ConcurrentHashMap<>();

    @BeforeEach
    void startAShop() throws SQLException {
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, status text, total numeric, note text,"
                        + " deleted_at timestamptz, email text, name text, card text, notes text)");
        host =
                PluginHost.start(
                        Path.of("target/plugins/workflow-plugin-data-engineering"),
                        Map.of("DATA_ENGINEERING_STATE_DIR", work.resolve("state").toString()),
                        this::take);
        host.startModule(
                "cdc.source",
                SOURCE,
                Map.of(
                        "provider",
                        "debezium",
                        "source_id",
                        SOURCE,
                        "connection",
                        "postgres://postgres:unused@127.0.0.1:%d/postgres?sslmode=disable"
                                .formatted(shop.port())));
    }

    @AfterEach
    void stop() {
        host.close();
        shop.close();
    }

    private String take(String workflow, String action, Struct event) {
        rows.put(workflow, event.getFieldsOrThrow("after").getStructValue());
        return "";
    }

    @Test
    void every_trigger_of_the_pages_starts_its_workflow() throws SQLException {
        Map<String, Map<String, @Nullable Object>> triggers = triggers();
        assertThat(triggers).hasSizeGreaterThan(3);
        triggers.forEach((place, config) -> host.startTrigger("trigger.cdc", place, config));
        shop.execute(
                "INSERT INTO orders VALUES (1001, 'paid', 200, 'called', NULL, 'a@b.example',"
                        + " 'Ada', '4711', 'none')");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(rows).containsOnlyKeys(triggers.keySet()));
        assertThat(rows.values())
                .as("the example of masks hides the card")
                .anyMatch(row -> row.getFieldsOrThrow("card").getStringValue().equals("***"));
    }

    @Test
    void every_step_of_the_pages_that_concerns_a_source_runs() {
        List<Part> steps =
                Pages.examples()
                        .flatMap(example -> example.parts().stream())
                        .filter(part -> part.type().startsWith("step.cdc_"))
                        .toList();
        assertThat(steps).hasSizeGreaterThan(3);
        assertThat(steps)
                .allSatisfy(step -> assertThatCode(() -> run(step)).doesNotThrowAnyException());
    }

    private void run(Part step) {
        host.execute(host.createStep(step.type(), "example", step.config()), step.config());
    }

    /** The keys of each trigger that the pages show for this source, by where they stand. */
    private static Map<String, Map<String, @Nullable Object>> triggers() {
        Map<String, Map<String, @Nullable Object>> triggers = new LinkedHashMap<>();
        Pages.examples()
                .map(ExamplesIT::filled)
                .forEach(
                        example ->
                                triggersOf(example)
                                        .forEach(
                                                keys -> triggers.put("pipeline:" + example, keys)));
        return triggers;
    }

    private static Stream<Map<String, @Nullable Object>> triggersOf(Example example) {
        Map<String, @Nullable Object> own = example.triggerKeys();
        if (!own.isEmpty()) {
            own.put("source_id", SOURCE);
            return Stream.of(own);
        }
        return example.parts().stream()
                .filter(part -> part.type().equals("cdc"))
                .map(Part::config)
                .filter(config -> SOURCE.equals(config.get("source_id")));
    }

    /** With the secret in it, as the engine does. */
    private static Example filled(Example example) {
        String yaml = example.yaml().replace("${env:SALT}", "a grain");
        return new Example(example.page(), example.line(), yaml);
    }
}
