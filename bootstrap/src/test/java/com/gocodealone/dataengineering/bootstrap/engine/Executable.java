package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built executable, as a person runs it: without a terminal, and without a home directory.
 *
 * @param environment beside what every process has
 */
record Executable(Map<String, String> environment) {
    private static final Path PROGRAM =
            Path.of(
                    "target/plugins/workflow-plugin-data-engineering/workflow-plugin-data-engineering");

    /** How it ended, and everything that it printed. */
    record Answer(int code, String text) {}

    Answer ask(String... arguments) throws IOException, InterruptedException {
        Process process = process(arguments).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), text);
    }

    ProcessBuilder process(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("HOME");
        builder.environment().putAll(environment);
        return builder;
    }
}
