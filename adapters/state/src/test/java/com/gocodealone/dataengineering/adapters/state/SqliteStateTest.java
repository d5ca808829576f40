package com.gocodealone.dataengineering.adapters.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class SqliteStateTest {
    @TempDir private Path temporary;
    private Path folder = Path.of("");

    @BeforeEach
    void chooseAFolderThatDoesNotExist() {
        folder = temporary.resolve("data/state/plugin");
    }

    @Test
    void what_was_put_is_there_after_a_restart() {
        try (StateStores stores = open()) {
            stores.of("source:orders").put(Map.of("offset", "0/16B3748", "opened_at", "now"));
        }
        try (StateStores stores = open()) {
            assertThat(stores.of("source:orders").get("offset")).isEqualTo("0/16B3748");
            assertThat(stores.of("source:orders").get("missing")).isNull();
        }
    }

    @Test
    void owners_do_not_see_each_other() {
        try (StateStores stores = open()) {
            stores.of("a").put(Map.of("key", "of a"));
            stores.of("b").put(Map.of("key", "of b"));
            stores.of("a").remove("key");
            assertThat(stores.of("a").get("key")).isNull();
            assertThat(stores.of("b").get("key")).isEqualTo("of b");
        }
    }

    @Test
    void a_key_keeps_only_its_last_value() {
        try (StateStores stores = open()) {
            StateStore state = stores.of("a");
            state.put(Map.of("key", "first"));
            state.put(Map.of("key", "it's \"second\" \u2603"));
            assertThat(state.get("key")).isEqualTo("it's \"second\" \u2603");
        }
    }

    @Test
    void only_the_owner_can_read_the_folder_and_the_files() throws IOException {
        try (StateStores stores = open()) {
            stores.of("a").put(Map.of("key", "value"));
            assertThat(mode(folder)).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(file -> file.toString().contains("state.db")))
                        .hasSizeGreaterThan(1)
                        .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void two_processes_write_without_losing_each_others_values() throws Exception {
        try (StateStores one = open();
                StateStores two = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = threads.submit(() -> putMany(one.of("one")));
            Future<?> second = threads.submit(() -> putMany(two.of("two")));
            first.get();
            second.get();
            assertThat(one.of("two").get("key-99")).isEqualTo("99");
            assertThat(two.of("one").get("key-99")).isEqualTo("99");
        }
    }

    private static void putMany(StateStore state) {
        IntStream.range(0, 100).forEach(i -> state.put(Map.of("key-" + i, String.valueOf(i))));
    }

    @Test
    void what_a_killed_process_had_put_is_there() throws Exception {
        Process writer =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String last = "";
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 50; i++) {
                last = String.valueOf(lines.readLine());
            }
            writer.destroyForcibly().waitFor();
        }
        try (StateStores stores = open()) {
            int kept = Integer.parseInt(String.valueOf(stores.of("killed").get("count")));
            assertThat(kept).isGreaterThanOrEqualTo(Integer.parseInt(last));
        }
    }

    /** Counts up, and says each number once it is put. */
    static final class Writer {
        private Writer() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            try (StateStores stores = new SqlitePort().open(Path.of(args[0]))) {
                StateStore state = stores.of("killed");
                for (int i = 1; i < 1_000_000; i++) {
                    state.put(Map.of("count", String.valueOf(i)));
                    System.out.println(i);
                }
            }
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_named_with_the_way_out() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        assertThatThrownBy(() -> new SqlitePort().open(file.resolve("state")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file.resolve("state").toString())
                .hasMessageContaining("DATA_ENGINEERING_STATE_DIR");
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_left_as_it_is() throws IOException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("state.db"), "my diary, ".repeat(100));
        assertThatThrownBy(this::open)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(folder.toString());
        assertThat(file).content().startsWith("my diary");
    }

    private StateStores open() {
        return ServiceLoader.load(StateStores.Port.class).findFirst().orElseThrow().open(folder);
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
