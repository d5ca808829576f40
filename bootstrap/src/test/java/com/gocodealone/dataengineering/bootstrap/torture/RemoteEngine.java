package com.gocodealone.dataengineering.bootstrap.torture;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts, stops and kills engines, one at a time, and the plugin in them. For one thread. */
final class RemoteEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path work;
    private final Map<String, String> environment;
    private Process process;
    private int started;

    RemoteEngine(Path work, Map<String, String> environment) throws IOException {
        this.work = work;
        this.environment = Map.copyOf(environment);
        this.process = start();
    }

    private Process start() throws IOException {
        ProcessBuilder engine =
                new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Dtorture.work=" + work,
                        "-Djava.io.tmpdir=" + work.resolve("engine-tmp"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineMain.class.getName(),
                        work.toString(),
                        "%06d".formatted(++started));
        engine.environment().putAll(environment);
        Path log = work.resolve("engine.log");
        engine.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return engine.start();
    }

    /** Kills the plugin, if there is one right now; the engine starts it again. */
    void killPlugin() {
        process.children().forEach(ProcessHandle::destroyForcibly);
    }

    /** Has all rows read again, as soon as the source takes that wish. */
    void readAgain() throws IOException {
        process.getOutputStream().write(EngineMain.READ_AGAIN);
        process.getOutputStream().flush();
    }

    /** Kills the engine and starts another, while the plugin of the first may still run. */
    void killAndRestart() throws IOException {
        process.destroyForcibly().onExit().join();
        process = start();
    }

    /** Ends the engine as a person does, and starts another. */
    void stopAndRestart() throws IOException, InterruptedException {
        stop();
        process = start();
    }

    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the engine does not end");
        }
    }

    /** Plugins and engines of this run that are still alive, after some time to end. */
    List<String> survivors() {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> ours().findAny().isEmpty());
        } catch (ConditionTimeoutException alive) {
            // They are what is asked for.
        }
        return ours().map(one -> one.pid() + " " + one.info()).toList();
    }

    private Stream<ProcessHandle> ours() {
        String mark = "-Dtorture.work=" + work;
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().commandLine().orElse("").contains(mark));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        ours().forEach(ProcessHandle::destroyForcibly);
    }
}
