package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.adapters.testing.TcpProxy;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run: a database, an engine with the plugin, the network between them, and mayhem. */
final class Torture implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> PIPELINES = List.of(EngineMain.STEADY, EngineMain.FLAKY);

    private final long seed;
    private final Duration length;
    private final Path work;
    private final Victim victim;
    private final String password;
    private final Timeline timeline = new Timeline();
    private final TcpProxy network;
    private final RemoteEngine engine;
    private final LedgerReader ledger;

    /**
     * @param work an empty folder with a short name, because there will be a socket in it
     */
    Torture(long seed, Duration length, Path work, Victim victim) throws IOException, SQLException {
        this.seed = seed;
        this.length = length;
        this.work = work;
        this.victim = victim;
        this.password = "geheim-" + Long.toHexString(seed) + "-" + System.nanoTime();
        victim.setUp(password);
        for (String folder : List.of("ledger", "state", "tmp", "engine-tmp", "s", "plugins")) {
            Files.createDirectories(work.resolve(folder));
        }
        String plugin = "plugins/workflow-plugin-data-engineering";
        Files.createSymbolicLink(
                work.resolve(plugin), Path.of("target").resolve(plugin).toAbsolutePath());
        this.ledger = new LedgerReader(work.resolve("ledger"));
        this.network = TcpProxy.to(victim.server().port());
        this.engine = new RemoteEngine(work, environment());
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TORTURE_PROVIDER", victim.dialect().provider().text());
        environment.put("TORTURE_SOURCE_TYPE", victim.dialect().sourceType());
        environment.put("TORTURE_DSN", victim.dialect().dsn(network.port(), password));
        environment.put("TORTURE_TABLES", String.join(",", victim.dialect().tables()));
        environment.put("TORTURE_SEED", String.valueOf(seed));
        KafkaConnect cluster = victim.cluster();
        if (cluster != null) {
            environment.put("TORTURE_CONNECT", cluster.url());
            environment.put("TORTURE_KAFKA", cluster.bootstrapServers());
        }
        return environment;
    }

    /** Everything that went wrong. */
    List<String> run() throws Exception {
        Plan plan = Plan.of(seed, length, victim.dialect().provider().deeds());
        timeline.note("plan " + plan.entries());
        for (String pipeline : PIPELINES) {
            timeline.note(pipeline + " " + PipelineOptions.of(pipeline, seed));
        }
        if (!await(this::hasSnapshot)) {
            return List.of("the rows that were there did not come in " + PATIENCE);
        }
        timeline.note("the snapshot is over");
        Workload workload = new Workload(victim, seed);
        workload.start();
        new Mayhem(victim, network, engine, work, timeline).carryOut(plan);
        workload.finish();
        timeline.note("the workload is over");
        List<String> complaints = new ArrayList<>();
        Truth truth = TruthReader.read(victim);
        if (!await(pipeline -> Examination.isComplete(truth, ledger.deliveries(pipeline)))) {
            complaints.add("a pipeline did not get to the end: nothing new in " + PATIENCE);
        } else if (victim.dialect().readsRowsAgain() && !areRowsReadAgain(truth)) {
            complaints.add("the rows were not read again: nothing new in " + PATIENCE);
        }
        engine.stop();
        timeline.note("the engine is stopped");
        complaints.addAll(examine(truth));
        complaints.addAll(leftovers());
        return complaints;
    }

    /** The rows that are there come first; from then on the journal tells everything. */
    private boolean hasSnapshot(String pipeline) throws SQLException, IOException {
        return ledger.deliveries(pipeline).size() >= TruthReader.read(victim).rows().size();
    }

    /** Nobody writes any more, so it is known what there is to read. */
    private boolean areRowsReadAgain(Truth truth) throws IOException {
        Map<String, Integer> before = new HashMap<>();
        for (String pipeline : PIPELINES) {
            before.put(pipeline, ledger.deliveries(pipeline).size());
        }
        engine.readAgain();
        return await(
                pipeline -> {
                    List<Delivery> got = ledger.deliveries(pipeline);
                    return keysRead(got.subList(before.getOrDefault(pipeline, 0), got.size()))
                            .containsAll(truth.rows().keySet());
                });
    }

    private static Set<RowKey> keysRead(List<Delivery> got) {
        return got.stream()
                .filter(Delivery::isOfSnapshot)
                .flatMap(one -> Stream.ofNullable(one.key()))
                .collect(Collectors.toSet());
    }

    /** Whether it is so of every pipeline in the end; as long as new events come, it is not yet. */
    private boolean await(Check done) throws IOException {
        int before;
        do {
            before = events();
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> done.on(EngineMain.STEADY) && done.on(EngineMain.FLAKY));
                return true;
            } catch (ConditionTimeoutException notYet) {
                timeline.note("%d events have come".formatted(events()));
            }
        } while (events() > before);
        return false;
    }

    /** Without repeats. */
    private int events() throws IOException {
        int events = 0;
        for (String pipeline : PIPELINES) {
            List<Delivery> got = ledger.deliveries(pipeline);
            events += got.size() - Examination.repeats(got);
        }
        return events;
    }

    private List<String> examine(Truth truth) throws IOException {
        List<String> complaints = new ArrayList<>();
        for (String pipeline : PIPELINES) {
            List<Delivery> got = ledger.deliveries(pipeline);
            timeline.note(
                    "%s: %d steps of %d rows, %d deliveries, %d of them repeats"
                            .formatted(
                                    pipeline,
                                    Examination.steps(truth.histories()),
                                    truth.histories().size(),
                                    got.size(),
                                    Examination.repeats(got)));
            Examination.complaints(truth, got).stream()
                    .map(complaint -> pipeline + ": " + complaint)
                    .forEach(complaints::add);
        }
        return complaints;
    }

    private List<String> leftovers() throws SQLException, IOException {
        List<String> left = new ArrayList<>();
        tell(left, "processes that do not end", engine.survivors());
        victim.closeCluster();
        network.close(); // or the server never hears of the end of those it swallowed
        for (var leftover : victim.dialect().leftovers().entrySet()) {
            tell(left, leftover.getKey(), remaining(leftover.getValue()));
        }
        tell(left, "sockets", Remains.of(work.resolve("s")));
        tell(left, "temporary files", Remains.of(work.resolve("tmp")));
        tell(left, "files with the password", Remains.with(password, work));
        return left;
    }

    /** What a query still finds after the server had some time to notice who is gone. */
    private List<@Nullable String> remaining(String query) throws SQLException {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> victim.server().query(query).isEmpty());
        } catch (ConditionTimeoutException there) {
            // They are what is asked for.
        }
        return victim.server().query(query);
    }

    private static void tell(
            List<String> left, String what, List<? extends @Nullable String> found) {
        if (!found.isEmpty()) {
            left.add("left behind: " + what + ": " + found);
        }
    }

    String story() {
        return timeline.text();
    }

    @Override
    public void close() {
        engine.close();
        network.close();
        victim.close();
    }

    /** Of one pipeline. */
    private interface Check {
        boolean on(String pipeline) throws SQLException, IOException;
    }
}
