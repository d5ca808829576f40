package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What GitHub runs, which is seen to fail only there, and mostly too late. */
class WorkflowsTest {
    private static final String CHECKER = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

    @Test
    void github_understands_every_workflow() throws IOException, InterruptedException {
        ProcessBuilder checker =
                new ProcessBuilder(List.of("go", "run", CHECKER, "-shellcheck=", "-pyflakes="));
        checker.directory(Path.of("..").toFile()).redirectErrorStream(true);
        Process check = EngineBinary.startGo(checker);
        String findings = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(check.exitValue()).as(findings).isZero();
    }
}
