package com.gocodealone.dataengineering.adapters.testing.dms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moto, which serves Kinesis and CloudWatch on this machine. It is a Python program: installed
 * once, into a folder of the user's cache. The Java SDK needs {@code -Daws.cborEnabled=false} for
 * it.
 */
public final class Moto implements AutoCloseable {
    private static final String REQUIREMENT = "moto[server]==5.2.5";
    private static final Path HOME =
            Path.of(System.getProperty("user.home"), ".cache", "data-engineering", "moto-5.2.5");
    private static final Path INSTALLED = HOME.resolve("installed");
    private static final Pattern RUNNING =
            Pattern.compile("Running on http://127\\.0\\.0\\.1:(\\d+)");
    private static final int MINUTES_TO_INSTALL = 8;

    private final Process process;
    private final int port;

    private Moto(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Why it cannot run on this machine; empty when it can, once it was installed. */
    public static Optional<String> obstacle() {
        try {
            Files.createDirectories(HOME);
            try (FileChannel lock =
                            FileChannel.open(
                                    HOME.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock _ = lock.lock()) {
                return Files.exists(INSTALLED) ? Optional.empty() : install();
            }
        } catch (IOException e) {
            return Optional.of(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static Optional<String> install() throws IOException, InterruptedException {
        Path environment = HOME.resolve("venv");
        Optional<String> refusal =
                run(List.of("python3", "-m", "venv", "--clear", environment.toString()));
        if (refusal.isEmpty()) {
            String pip = environment.resolve("bin/pip").toString();
            refusal = run(List.of(pip, "install", "--quiet", REQUIREMENT));
        }
        if (refusal.isEmpty()) {
            Files.createFile(INSTALLED);
        }
        return refusal;
    }

    private static Optional<String> run(List<String> command)
            throws IOException, InterruptedException {
        Path log = HOME.resolve("log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(MINUTES_TO_INSTALL, TimeUnit.MINUTES);
        process.destroyForcibly();
        return ended && process.exitValue() == 0
                ? Optional.empty()
                : Optional.of(String.join(" ", command) + " failed, see " + log);
    }

    /** A server of one's own. */
    public static Moto start() {
        try {
            Process process =
                    new ProcessBuilder(
                                    HOME.resolve("venv/bin/moto_server").toString(),
                                    "-H",
                                    "127.0.0.1",
                                    "-p",
                                    "0")
                            .redirectErrorStream(true)
                            .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            int port = port(output);
            Thread.ofVirtual().name("moto-log").start(() -> drain(output));
            return new Moto(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher running = RUNNING.matcher(line);
            if (running.find()) {
                return Integer.parseInt(running.group(1));
            }
        }
        throw new IOException("moto did not start: " + said);
    }

    private static void drain(BufferedReader output) {
        try (output) {
            while (output.readLine() != null) {
                // One line a request, of no interest.
            }
        } catch (IOException ended) {
            // It was stopped.
        }
    }

    public int port() {
        return port;
    }

    /**
     * Gives CloudWatch one figure, in its query protocol.
     *
     * @param dimensions in the order in which they will be asked for: moto looks at that
     */
    void putMetric(
            String namespace, String name, SequencedMap<String, String> dimensions, double value)
            throws InterruptedException {
        StringBuilder form = new StringBuilder("Action=PutMetricData&Version=2010-08-01");
        form.append("&Namespace=").append(namespace);
        String datum = "&MetricData.member.1.";
        form.append(datum).append("MetricName=").append(name);
        form.append(datum).append("Value=").append(value);
        int number = 1;
        for (Map.Entry<String, String> dimension : dimensions.entrySet()) {
            String member = datum + "Dimensions.member." + number++ + ".";
            form.append(member).append("Name=").append(dimension.getKey());
            form.append(member).append("Value=").append(dimension.getValue());
        }
        AwsJson.post(port, "monitoring", form.toString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
