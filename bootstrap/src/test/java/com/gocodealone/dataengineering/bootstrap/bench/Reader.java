package com.gocodealone.dataengineering.bootstrap.bench;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.gocodealone.dataengineering.bootstrap.host.Temporary;
import com.gocodealone.dataengineering.bootstrap.host.Workflows;
import com.google.protobuf.Struct;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The plugin with one source and one trigger, and a replication slot of its own. Immutable. */
final class Reader {
    /** For one row: what takes longer has failed. */
    static final long PATIENCE_MINUTES = 4;

    static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");

    private final String source;
    private final Map<String, Object> reach;
    private final Map<String, Object> delivery;
    private final Path state;

    /**
     * Makes its slot at once, so that what is written from now on waits for it.
     *
     * @param delivery how the trigger wants its events
     */
    Reader(String source, String provider, int port, Map<String, Object> delivery)
            throws IOException {
        this(
                source,
                Map.of(
                        "provider",
                        provider,
                        "connection",
                        dsn(port),
                        "options",
                        Map.of("snapshot_mode", "never")),
                delivery);
    }

    /**
     * The same.
     *
     * @param reach how the source is reached
     */
    Reader(String source, Map<String, Object> reach, Map<String, Object> delivery)
            throws IOException {
        this.source = source;
        this.reach = Map.copyOf(reach);
        this.delivery = delivery;
        this.state = Temporary.folder("bench-state");
        try (PluginHost host = start((workflow, action, data) -> "")) {
            awaitStreaming(host);
        }
    }

    static String dsn(int port) {
        return "postgres://postgres:postgres@127.0.0.1:%d/postgres?sslmode=disable".formatted(port);
    }

    /** Starts the plugin, which begins to read. */
    PluginHost start(Workflows workflows) {
        PluginHost host =
                PluginHost.start(
                        PLUGIN, Map.of("DATA_ENGINEERING_STATE_DIR", state.toString()), workflows);
        Map<String, Object> config = new HashMap<>(reach);
        config.put("source_id", source);
        config.put("tables", List.of("public.bench"));
        host.startModule("cdc.source", source, config);
        Map<String, Object> trigger = new HashMap<>(delivery);
        trigger.put("source_id", source);
        host.startTrigger("trigger.cdc", "pipeline:" + source, trigger);
        return host;
    }

    void awaitStreaming(PluginHost host) {
        Map<String, Object> config = Map.of("source_id", source);
        String status = host.createStep("step.cdc_status", "status", config);
        await().atMost(PATIENCE_MINUTES, TimeUnit.MINUTES)
                .until(() -> state(host.execute(status, config)), "streaming"::equals);
    }

    private static String state(Struct status) {
        return status.getFieldsOrThrow("state").getStringValue();
    }

    /** Reads a backlog of {@code events} to its end. */
    Report.Rate drain(int events) throws IOException, InterruptedException {
        Arrivals arrivals = new Arrivals(events, 0);
        try (PluginHost host = start(arrivals::take)) {
            Vitals before = Vitals.of(host.process());
            arrivals.await();
            double cpu = Vitals.of(host.process()).cpuMicrosSince(before);
            return new Report.Rate(arrivals.perSecond(), cpu / arrivals.count());
        }
    }
}
