package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The provider that is shown to those who write one: checked by the rules, and dropped in. */
class ExampleProviderIT {
    private static final Path EXAMPLE = Path.of("../adapters/cdc-tck/example/src");
    private static final Path BUNDLED =
            Path.of("target/plugins/workflow-plugin-data-engineering/providers/debezium");
    private static final String SERVICES =
            "META-INF/services/com.gocodealone.dataengineering.domain.cdc.CdcProvider";

    @TempDir private Path work;
    private Path classes;

    @BeforeEach
    void compile() throws IOException {
        classes = Files.createDirectories(work.resolve("classes"));
        compile(EXAMPLE.resolve("main/java"), libraries());
        Path services = classes.resolve(SERVICES);
        Files.createDirectories(services.getParent());
        Files.copy(EXAMPLE.resolve("main/resources").resolve(SERVICES), services);
    }

    @Test
    void it_keeps_every_rule() throws Exception {
        compile(EXAMPLE.resolve("test/java"), classes + File.pathSeparator + libraries());
        String contract = "com.example.jsonlines.JsonLinesContractTest";
        Process rules =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                classes + File.pathSeparator + libraries(),
                                Rules.class.getName(),
                                contract)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(rules.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rules.waitFor()).as(said).isZero();
        assertThat(said).contains("kept rule_101", "kept rule_501");
    }

    @Test
    void dropped_in_it_runs_under_the_real_engine() throws IOException {
        Path providers = work.resolve("providers");
        pack(Files.createDirectories(providers.resolve("jsonlines")));
        Path log = Files.createDirectories(work.resolve("log"));
        Map<String, String> environment =
                Map.of(
                        "ORDER_LOG",
                        log.toString(),
                        "DATA_ENGINEERING_PROVIDER_PATH",
                        providers.toString());
        String yaml = Readme.example("a folder of changes");
        try (EngineProcess engine =
                EngineProcess.start(EngineBinary.folder(work.resolve("data")), yaml, environment)) {
            engine.awaitOutput("is open");
            Files.writeString(
                    log.resolve("2026-01.jsonl"),
                    """
                    {"table": "orders", "op": "insert", "after": {"id": 7, "total": 12.50}, "at": "2026-01-31T12:00:00Z"}
                    """);
            engine.awaitOutput("order 7 is at 12.50");
        }
    }

    private void compile(Path sources, String classPath) throws IOException {
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var files = javac.getStandardFileManager(null, null, null);
                Stream<Path> tree = Files.walk(sources)) {
            List<Path> java = tree.filter(file -> file.toString().endsWith(".java")).toList();
            StringWriter log = new StringWriter();
            List<String> options =
                    List.of("-d", classes.toString(), "-proc:none", "-cp", classPath);
            var units = files.getJavaFileObjectsFromPaths(java);
            assertThat(javac.getTask(log, files, null, options, null, units).call())
                    .as(log.toString())
                    .isTrue();
        }
    }

    /** What the tests see, and the libraries that the provider brings along. */
    private static String libraries() throws IOException {
        return Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        jackson().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jackson() throws IOException {
        try (Stream<Path> jars = Files.list(BUNDLED)) {
            return jars.filter(
                            jar ->
                                    String.valueOf(jar.getFileName())
                                            .matches("jackson-(core|databind|annotations)-.*"))
                    .toList();
        }
    }

    private void pack(Path folder) throws IOException {
        for (Path jar : jackson()) {
            Path copy = folder.resolve(String.valueOf(jar.getFileName()));
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(classes)) {
            tree.filter(Files::isRegularFile).forEach(files::add);
        }
        try (var jar =
                new JarOutputStream(Files.newOutputStream(folder.resolve("jsonlines.jar")))) {
            for (Path file : files) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
        }
    }
}
