package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.adapters.testing.TcpProxy;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Carries out a plan; what lasts is undone while other things are done. */
final class Mayhem {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Victim victim;
    private final TcpProxy network;
    private final RemoteEngine engine;
    private final Path failing;
    private final Path ledger;
    private final Timeline timeline;

    Mayhem(Victim victim, TcpProxy network, RemoteEngine engine, Path work, Timeline timeline) {
        this.victim = victim;
        this.network = network;
        this.engine = engine;
        this.failing = work.resolve(EngineMain.FAILING);
        this.ledger = work.resolve("ledger");
        this.timeline = timeline;
    }

    /** Returns when everything is done and undone. */
    void carryOut(Plan plan) throws InterruptedException, ExecutionException, IOException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            next(plan.entries().iterator(), thread, over);
            over.get();
        } finally {
            heal();
            Files.deleteIfExists(failing);
        }
    }

    private void next(Iterator<Plan.Entry> rest, Executor thread, CompletableFuture<Void> over) {
        if (!rest.hasNext()) {
            over.complete(null);
            return;
        }
        Plan.Entry entry = rest.next();
        after(
                entry.pause(),
                thread,
                over,
                () -> {
                    if (entry.midStream()) {
                        awaitEvent();
                    }
                    begin(entry.deed());
                    if (entry.deed().lasts()) {
                        after(entry.lasting(), Runnable::run, over, () -> end(entry.deed()));
                    }
                    next(rest, thread, over);
                });
    }

    private static void after(
            Duration pause, Executor thread, CompletableFuture<Void> over, Action action) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, thread)
                .execute(
                        () -> {
                            try {
                                action.run();
                            } catch (IOException
                                    | InterruptedException
                                    | RuntimeException
                                    | Error e) {
                                over.completeExceptionally(e);
                            }
                        });
    }

    private void awaitEvent() throws IOException {
        long before = ledgerBytes();
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> ledgerBytes() > before);
        } catch (ConditionTimeoutException none) {
            timeline.note("no event came for " + PATIENCE);
        }
    }

    private long ledgerBytes() throws IOException {
        try (Stream<Path> files = Files.list(ledger)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void begin(Deed deed) throws IOException, InterruptedException {
        timeline.note(deed.toString());
        switch (deed) {
            case KILL_PLUGIN -> engine.killPlugin();
            case KILL_ENGINE -> engine.killAndRestart();
            case STOP_ENGINE -> engine.stopAndRestart();
            case KILL_DATABASE -> {
                victim.server().kill();
                victim.server().restart();
                timeline.note("the database is back");
            }
            case KILL_WORKER -> killWorker();
            case CUT_NETWORK -> {
                network.cut();
                onCluster(KafkaConnect::cut);
            }
            case FREEZE_NETWORK -> network.freeze();
            case SWALLOW_NETWORK -> network.swallow();
            case SLOW_NETWORK -> network.slow();
            case FAIL_PIPELINE -> Files.writeString(failing, "");
            case READ_AGAIN -> readAgain();
        }
    }

    private void killWorker() {
        onCluster(KafkaConnect::killWorker);
        onCluster(KafkaConnect::restartWorker);
    }

    private void onCluster(Consumer<KafkaConnect> action) {
        KafkaConnect cluster = victim.cluster();
        if (cluster != null) {
            action.accept(cluster);
        }
    }

    private void heal() {
        network.heal();
        onCluster(KafkaConnect::heal);
    }

    private void readAgain() throws IOException {
        if (victim.dialect().readsRowsAgain()) {
            engine.readAgain();
        }
    }

    private void end(Deed deed) throws IOException {
        timeline.note("end of " + deed);
        if (deed == Deed.FAIL_PIPELINE) {
            Files.deleteIfExists(failing);
        } else {
            heal();
        }
    }

    /** What is done at its time. */
    private interface Action {
        void run() throws IOException, InterruptedException;
    }
}
