package com.gocodealone.dataengineering.bootstrap.engine;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The programs of the workflow engine: {@code WORKFLOW_ENGINE} names a folder that has them, or Go
 * builds them from the versions pinned in {@code src/test/engine}, once a machine.
 */
final class EngineBinary {
    private static final String VERSION = "0.51.7";
    private static final String SOURCE = "github.com/GoCodeAlone/workflow/cmd/";
    private static final long BUILD_MINUTES = 20;

    private EngineBinary() {}

    /** Where {@code program} is; a test that needs it is skipped, loudly, when it cannot be had. */
    static Path of(String program) {
        Path folder =
                Optional.ofNullable(System.getenv("WORKFLOW_ENGINE"))
                        .map(Path::of)
                        .orElseGet(EngineBinary::cache);
        Path binary = folder.resolve(program).toAbsolutePath();
        if (!Files.isExecutable(binary)) {
            build(program, binary);
        }
        return binary;
    }

    private static Path cache() {
        String home = System.getProperty("user.home");
        return Path.of(
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse(home + "/.cache"),
                "workflow-engine-" + VERSION);
    }

    private static void build(String program, Path binary) {
        say("building the workflow engine's %s; the first time takes minutes".formatted(program));
        ProcessBuilder go =
                new ProcessBuilder(
                        List.of(
                                "go",
                                "build",
                                "-trimpath",
                                "-ldflags",
                                "-s -w",
                                "-o",
                                binary.toString(),
                                SOURCE + program));
        go.directory(Path.of("src/test/engine").toFile()).inheritIO();
        go.environment().put("GOFLAGS", "-mod=readonly");
        go.environment().put("GONOSUMDB", "github.com/GoCodeAlone/*,github.com/tochemey/*");
        Process build = startGo(go);
        if (!finished(build) || build.exitValue() != 0) {
            build.destroyForcibly();
            throw new IllegalStateException("the workflow engine's " + program + " does not build");
        }
    }

    /** Runs Go; a test that needs it is skipped, loudly, when there is none. */
    static Process startGo(ProcessBuilder go) {
        try {
            return go.start();
        } catch (IOException noGo) {
            say("SKIPPED: this test needs Go 1.26, and there is none here");
            return Assumptions.abort("Go 1.26 is not installed: " + noGo.getMessage());
        }
    }

    private static boolean finished(Process build) {
        try {
            return build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void say(String text) {
        System.err.println("*** " + text + " ***");
    }

    /** Makes {@code folder} and those above it. */
    static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
