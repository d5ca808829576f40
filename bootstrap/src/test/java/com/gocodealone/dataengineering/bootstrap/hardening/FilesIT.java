package com.gocodealone.dataengineering.bootstrap.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the finished plugin: whose they are, and what becomes of them. */
class FilesIT {
    private static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");
    private static final Set<PosixFilePermission> FOR_OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");

    @TempDir private Path work;
    private Path sockets;
    private Path temporary;

    @BeforeEach
    void makeFolders() throws IOException {
        sockets = Files.createDirectory(work.resolve("s"));
        temporary = Files.createDirectory(work.resolve("t"));
    }

    @Test
    void what_it_makes_is_its_owners_alone_whatever_the_umask_and_most_of_it_goes_with_it()
            throws IOException {
        try (PluginHost host = start()) {
            String step = host.createStep("step.cdc_dead_letters", "letters", Map.of());
            assertThat(host.execute(step, Map.of("action", "list")).getFieldsMap()).isNotEmpty();
            assertThat(files(sockets)).hasSize(3);
            assertThat(files(work.resolve("state"))).isNotEmpty();
            for (Path folder : List.of(sockets, work.resolve("state/own"), temporary)) {
                assertThat(files(folder)).allMatch(FilesIT::isItsOwners);
            }
        }
        assertThat(files(sockets)).isEmpty();
        assertThat(files(temporary)).isEmpty();
    }

    private static boolean isItsOwners(Path file) {
        try {
            Set<PosixFilePermission> open = new HashSet<>(Files.getPosixFilePermissions(file));
            return !open.removeAll(FOR_OTHERS);
        } catch (IOException gone) {
            return true;
        }
    }

    @Test
    void what_a_killed_one_left_is_removed_by_the_next_and_a_living_one_keeps_its_own()
            throws Exception {
        try (PluginHost living = start()) {
            List<Path> kept = files(sockets);
            PluginHost killed = start();
            List<Path> left = files(sockets);
            left.removeAll(kept);
            Path folder = left.getFirst();
            Files.createFile(folder.resolve("t/certificates.p12"));
            killed.process().destroyForcibly();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !killed.process().isAlive());
            killed.close();
            assertThat(folder).exists();
            try (PluginHost _ = start()) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> Files.notExists(folder));
                assertThat(living.types()).isNotEmpty();
                assertThat(kept).allMatch(Files::exists);
            }
        }
    }

    /** As a careless person would. */
    private PluginHost start() throws IOException {
        Path careless = Files.createDirectories(work.resolve("plugins/careless"));
        Path script = careless.resolve("careless");
        Files.writeString(
                script,
                "#!/bin/sh\numask 000\nexec %s\n"
                        .formatted(PLUGIN.resolve(PLUGIN.getFileName()).toAbsolutePath()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return PluginHost.start(
                careless,
                Map.of(
                        "PLUGIN_UNIX_SOCKET_DIR",
                        sockets.toString(),
                        "DATA_ENGINEERING_STATE_DIR",
                        work.resolve("state/own").toString(),
                        "DATA_ENGINEERING_JAVA_OPTS",
                        "-Djava.io.tmpdir=" + temporary),
                (workflow, action, data) -> "");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(file -> !file.equals(folder)).sorted().toList());
        }
    }
}
