package com.gocodealone.dataengineering.adapters.testing.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A server in a process of its own, with a class path of its own; it ends with this process. For
 * one thread.
 */
final class JavaProcess implements AutoCloseable {
    private final String main;
    private final Path folder;
    private Process process;

    private JavaProcess(String main, Path folder) {
        this.main = main;
        this.folder = folder;
        this.process = run();
    }

    /**
     * @param folder of its files
     * @param properties what it reads from the file that it is given
     */
    static JavaProcess start(String main, Path folder, Map<String, String> properties)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("server.properties"),
                new TreeMap<>(properties)
                        .entrySet().stream()
                                .map(JavaProcess::line)
                                .collect(Collectors.joining("\n")));
        return new JavaProcess(main, folder);
    }

    /** As a file of properties has it. */
    static String line(Map.Entry<String, String> entry) {
        return entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\");
    }

    private Process run() {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        classPath(),
                        main,
                        folder.resolve("server.properties").toString());
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Noted by the build. */
    private static String classPath() {
        try (InputStream noted = JavaProcess.class.getResourceAsStream("/servers.classpath")) {
            if (noted == null) {
                throw new IllegalStateException("the build has not noted the servers' class path");
            }
            return new String(noted.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said last, for whoever has to find out why it ended. */
    String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    void kill() {
        close();
    }

    /** Runs what was killed again. */
    void restart() {
        process = run();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
