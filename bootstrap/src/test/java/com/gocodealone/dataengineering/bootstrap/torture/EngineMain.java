package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Thread.ofPlatform().daemon().start(engine::awaitEnd);
        engine.run();
        System.exit(0);
    }

    private void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said to it.
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
        host.startModule(
                "cdc.source",
                SOURCE_ID,
                Map.of(
                        "provider",
                        "debezium",
                        "source_id",
                        SOURCE_ID,
                        "source_type",
                        System.getenv("TORTURE_SOURCE_TYPE"),
                        "connection",
                        System.getenv("TORTURE_DSN"),
                        "tables",
                        List.of(System.getenv("TORTURE_TABLES").split(","))));
        for (String pipeline : List.of(STEADY, FLAKY)) {
            host.startTrigger("trigger.cdc", pipeline, Map.of("source_id", SOURCE_ID));
        }
    }

    private String take(String pipeline, String action, Struct event) {
        if (pipeline.equals(FLAKY) && Files.exists(work.resolve(FAILING))) {
            return "the pipeline fails on purpose";
        }
        ledger.record(pipeline, event);
        return "";
    }
}
