package com.gocodealone.dataengineering.bootstrap.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The built executable, as a person runs it: without a terminal, and without a home directory.
 *
 * @param environment beside what every process has
 */
record Executable(Map<String, String> environment) {
    private static final Path PROGRAM =
            Path.of(
                    "target/plugins/workflow-plugin-data-engineering/workflow-plugin-data-engineering");

    Answer ask(String... arguments) throws IOException, InterruptedException {
        return Answer.of(process(arguments));
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
