package com.gocodealone.dataengineering.adapters.testing;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Kills a database's process and starts it again as it was started before. For one thread. */
final class KillableServer {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Path pidFile;
    private final Connector connector;
    private final Set<String> firstTimeOnly;
    private List<String> command = List.of();

    /**
     * @param pidFile whose first line is the id of the server's process
     * @param firstTimeOnly arguments that the server is not started with again
     */
    KillableServer(Path pidFile, Connector connector, String... firstTimeOnly) {
        this.pidFile = pidFile;
        this.connector = connector;
        this.firstTimeOnly = Set.of(firstTimeOnly);
    }

    /** How one connects to the server. */
    interface Connector {
        Connection connect() throws SQLException;
    }

    void kill() throws IOException {
        ProcessHandle process = process();
        command = new ArrayList<>();
        command.add(process.info().command().orElseThrow());
        command.addAll(List.of(process.info().arguments().orElseThrow()));
        command.removeAll(firstTimeOnly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private ProcessHandle process() throws IOException {
        String pid = Files.readAllLines(pidFile).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Once all processes of the killed one are gone. */
    void restart(String... prefix) {
        List<String> whole = new ArrayList<>(List.of(prefix));
        whole.addAll(command);
        Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> starts(whole));
    }

    private boolean starts(List<String> whole) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(whole)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        while (!process.waitFor(GLANCE)) {
            if (answers()) {
                return true;
            }
        }
        return false;
    }

    private boolean answers() {
        try (Connection connection = connector.connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Ends the server in peace, whoever started it. */
    void end() {
        try {
            ProcessHandle process = process();
            process.destroy();
            process.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
