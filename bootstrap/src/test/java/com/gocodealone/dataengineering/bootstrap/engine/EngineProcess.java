package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real engine with the built plugin, as a user runs it; ended for good when it is closed. */
final class EngineProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;

    private EngineProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param data its data directory; the plugin is put into it when it is not there
     * @param environment what the configuration refers to as {@code ${env:NAME}}
     */
    static EngineProcess start(Path data, String yaml, Map<String, String> environment) {
        try {
            installPlugin(data);
            Path config = Files.writeString(data.resolve("app.yaml"), yaml);
            Path log = Files.createTempFile(data, "engine-", ".log");
            ProcessBuilder engine =
                    new ProcessBuilder(
                            EngineBinary.of("server").toString(),
                            "-config",
                            config.toString(),
                            "-data-dir",
                            data.toString(),
                            "-addr",
                            "127.0.0.1:" + freePort());
            engine.environment().putAll(environment);
            engine.environment()
                    .put("DATA_ENGINEERING_STATE_DIR", data.resolve("state").toString());
            engine.redirectErrorStream(true).redirectOutput(log.toFile());
            return new EngineProcess(engine.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The engine looks for folders, so the folder of all plugins is what can be a link. */
    private static void installPlugin(Path data) throws IOException {
        Path plugins = data.resolve("plugins");
        if (Files.notExists(plugins)) {
            Path built = Path.of("target/plugins");
            assertThat(built.resolve("workflow-plugin-data-engineering/plugin.json")).exists();
            Files.createSymbolicLink(plugins, built.toAbsolutePath());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Everything that engine and plugin have printed so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EngineProcess awaitOutput(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the engine ended", () -> !process.isAlive() && !output().contains(text))
                .untilAsserted(() -> assertThat(output()).contains(text));
        return this;
    }

    /** The plugin's process, which is the engine's only child. */
    ProcessHandle plugin() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> process.children().findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the engine ends; it said: %s", output())
                .isTrue();
        return process.exitValue();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill} or a service manager does. */
    void terminate() throws InterruptedException {
        process.destroy();
        awaitExit();
    }

    @Override
    public void close() {
        process.children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
