package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An engine as a process of its own, so that it can be killed: runs the plugin, again when it died,
 * and writes what its pipelines get to a ledger. Ends in peace when its standard input does.
 */
final class EngineMain {
    static final String SOURCE_ID = "torture";
    static final String STEADY = "pipeline:steady";
    static final String FLAKY = "pipeline:flaky";

    /** The flaky pipeline fails while there is such a file in the work folder. */
    static final String FAILING = "failing";

    /** Said on the standard input. */
    static final int READ_AGAIN = 'r';

    private static final String BATCH = "cdc.batch";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path work;
    private final Ledger ledger;
    private final AtomicReference<@Nullable PluginHost> plugin = new AtomicReference<>();
    private volatile boolean ending;

    private EngineMain(Path work, Ledger ledger) {
        this.work = work;
        this.ledger = ledger;
    }

    /** Takes the work folder and the ledger's name. */
    public static void main(String[] arguments) throws IOException {
        Path work = Path.of(arguments[0]);
        Ledger ledger = Ledger.create(work.resolve("ledger").resolve(arguments[1]));
        EngineMain engine = new EngineMain(work, ledger);
        Thread.ofPlatform().daemon().start(engine::listen);
        engine.run();
        System.exit(0);
    }

    private void listen() {
        try {
            while (System.in.read() == READ_AGAIN) {
                Thread.ofVirtual().start(this::readAgain);
            }
        } catch (IOException closed) {
            // The same.
        }
        ending = true;
        PluginHost running = plugin.get();
        if (running != null) {
            running.close();
        }
    }

    private void readAgain() {
        Awaitility.await()
                .forever()
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(() -> ending || isReadAgain(plugin.get()));
    }

    private static boolean isReadAgain(@Nullable PluginHost host) {
        if (host == null) {
            return false;
        }
        Map<String, Object> config = Map.of("source_id", SOURCE_ID);
        try {
            host.execute(host.createStep("step.cdc_snapshot", "again", config), config);
            return true;
        } catch (RuntimeException notNow) {
            System.err.println("the rows are not read again now: " + notNow);
            return false;
        }
    }

    private void run() {
        while (!ending) {
            try (PluginHost host = start()) {
                plugin.set(host);
                followUntilItEnds(host);
            } catch (RuntimeException died) {
                System.err.println("the plugin has to be started again: " + died);
            }
        }
    }

    private void followUntilItEnds(PluginHost host) {
        if (!ending) {
            follow(host);
            System.out.println("plugin " + host.process().pid());
            host.process().onExit().join();
        }
    }

    private PluginHost start() {
        String javaOptions =
                "-Djava.io.tmpdir=%s -Dtorture.work=%s".formatted(work.resolve("tmp"), work);
        return PluginHost.start(
                work.resolve("plugins/workflow-plugin-data-engineering"),
                Map.of(
                        "DATA_ENGINEERING_STATE_DIR",
                        work.resolve("state").toString(),
                        "DATA_ENGINEERING_JAVA_OPTS",
                        javaOptions,
                        "PLUGIN_UNIX_SOCKET_DIR",
                        work.resolve("s").toString()),
                this::take);
    }

    private static void follow(PluginHost host) {
        Provider provider = Provider.named(System.getenv("TORTURE_PROVIDER"));
        Map<String, Object> source = new HashMap<>(provider.reach(System::getenv));
        source.put("source_id", SOURCE_ID);
        source.put("source_type", System.getenv("TORTURE_SOURCE_TYPE"));
        source.put("tables", List.of(System.getenv("TORTURE_TABLES").split(",")));
        host.startModule("cdc.source", SOURCE_ID, source);
        long seed = Long.parseLong(System.getenv("TORTURE_SEED"));
        for (String pipeline : List.of(STEADY, FLAKY)) {
            Map<String, Object> options = PipelineOptions.of(pipeline, seed);
            options.put("source_id", SOURCE_ID);
            host.startTrigger("trigger.cdc", pipeline, options);
        }
    }

    private String take(String pipeline, String action, Struct event) {
        if (pipeline.equals(FLAKY) && Files.exists(work.resolve(FAILING))) {
            return "the pipeline fails on purpose";
        }
        if (action.equals(BATCH)) {
            event.getFieldsOrThrow("events")
                    .getListValue()
                    .getValuesList()
                    .forEach(one -> ledger.record(pipeline, one.getStructValue()));
        } else {
            ledger.record(pipeline, event);
        }
        return "";
    }
}
