package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A Bento of ours in streams mode. It ends with us, even when we are killed, because it watches its
 * standard input. Made and closed by one thread.
 */
final class BentoProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String USER = "plugin";

    private final Process process;
    private final int port;
    private final String password;
    private final Thread follower;

    private BentoProcess(Process process, int port, String password, Consumer<Process> follow) {
        this.process = process;
        this.port = port;
        this.password = password;
        this.follower =
                Thread.ofVirtual()
                        .name("bento-log-" + process.pid())
                        .start(() -> follow.accept(process));
    }

    /**
     * Starts {@code program}.
     *
     * @param ended told why, when it ends by itself
     */
    static BentoProcess start(Program program, Log log, Consumer<Failure> ended) {
        String password = Words.random();
        int port = freePort();
        try {
            Process process =
                    program.command(settings(port, password)).redirectErrorStream(true).start();
            return new BentoProcess(
                    process, port, password, running -> follow(running, program, log, ended));
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "%s cannot be started: %s".formatted(program, e.getMessage()),
                    e);
        }
    }

    /** What stands on a command line is no secret: of the password only a digest is given. */
    private static List<String> settings(int port, String password) {
        String digest = Base64.getEncoder().encodeToString(Words.digest(password));
        return List.of(
                "--set",
                "http.address=127.0.0.1:" + port,
                "--set",
                "http.basic_auth.enabled=true",
                "--set",
                "http.basic_auth.username=" + USER,
                "--set",
                "http.basic_auth.password_hash=" + digest,
                "--set",
                "logger.format=json",
                "--set",
                "shutdown_timeout=2s",
                "streams");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Failure(Failure.Kind.UNAVAILABLE, "no port of this machine is free: " + e, e);
        }
    }

    private static void follow(Process process, Program program, Log log, Consumer<Failure> ended) {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(log::read);
        } catch (IOException | UncheckedIOException e) {
            log.read("the log ended: " + e.getMessage());
        }
        int code = process.onExit().join().exitValue();
        String complaint = log.complaint();
        String last = complaint == null ? "" : "; the last it said: " + complaint;
        ended.accept(
                new Failure(
                        Failure.Kind.UNAVAILABLE,
                        "%s ended with code %d%s".formatted(program, code, last)));
    }

    RestApi api() {
        return RestApi.at(url());
    }

    /** With its password. */
    String url() {
        return "http://%s:%s@127.0.0.1:%d".formatted(USER, password, port);
    }

    /** Lets it end in order, waits for that, and kills it when that takes too long. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
            follower.join(PATIENCE);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            kill();
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
