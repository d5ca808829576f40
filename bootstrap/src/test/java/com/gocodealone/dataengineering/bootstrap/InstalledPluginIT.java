package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;

/** The built plugin, as an installer leaves it: elsewhere, with other times. */
class InstalledPluginIT {
    private static final Path BUILT = Path.of("target/plugins/workflow-plugin-data-engineering");
    private static final FileTime EARLIER = FileTime.fromMillis(0);

    @TempDir private Path folder;

    @Test
    void still_starts_from_what_its_training_noted() throws IOException {
        Path installed = folder.resolve(BUILT.getFileName());
        install(installed);
        assertThat(installed.resolve("lib/plugin.aot")).isNotEmptyFile();
        try (PluginHost plugin =
                PluginHost.start(
                        installed,
                        Map.of("DATA_ENGINEERING_JAVA_OPTS", "-XX:AOTMode=on"), // or not at all
                        (workflow, action, data) -> "")) {
            assertThat(plugin.types()).contains("cdc.source", "trigger.cdc", "data.tenancy");
        }
    }

    private static void install(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(BUILT)) {
            files.forEach(file -> copy(file, target.resolve(BUILT.relativize(file))));
        }
    }

    private static void copy(Path file, Path target) {
        try {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setLastModifiedTime(target, EARLIER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
