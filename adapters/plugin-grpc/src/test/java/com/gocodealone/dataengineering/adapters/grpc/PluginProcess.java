package com.gocodealone.dataengineering.adapters.grpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The plugin in a process of its own, as an engine starts it. */
final class PluginProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    /** The first line on standard output. */
    final String handshake;

    private final Process process;
    private final BufferedReader output;
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    private final Thread errorReader;

    private PluginProcess(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader();
        this.errorReader = Thread.ofVirtual().start(this::readErrors);
        this.handshake = String.valueOf(output.readLine());
    }

    /** Starts {@link PluginMain} directly. */
    static PluginProcess start(Map<String, String> environment) throws IOException {
        return start(command(), environment);
    }

    /** Starts it below a shell that waits for it and can be killed. */
    static PluginProcess startBelowShell(Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" & wait", "sh"));
        command.addAll(command());
        return start(command, environment);
    }

    private static PluginProcess start(List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new PluginProcess(builder.start());
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PluginMain.class.getName());
    }

    private void readErrors() {
        try (BufferedReader reader = process.errorReader()) {
            reader.lines().forEach(errors::add);
        } catch (IOException | UncheckedIOException e) {
            errors.add(e.toString());
        }
    }

    Path socket() {
        return Path.of(handshake.split("\\|", -1)[3]);
    }

    /** What the socket is in. */
    Path folder() {
        return socket().resolveSibling("").toAbsolutePath();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * The process ends; what it wrote can still be read, which {@link Process#destroy} prevents.
     */
    void terminate() {
        process.toHandle().destroy();
    }

    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Whether the process ends in time. */
    boolean endsWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    int exitCode() throws InterruptedException {
        if (!endsWithin(PATIENCE_SECONDS)) {
            throw new AssertionError("the plugin still runs; it said " + errors);
        }
        return process.exitValue();
    }

    /** What came on standard output after the handshake; waits for the end of the process. */
    List<String> furtherOutput() {
        return output.lines().toList();
    }

    /** What came on standard error; waits for the end of the process. */
    List<String> errors() throws InterruptedException {
        errorReader.join();
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
