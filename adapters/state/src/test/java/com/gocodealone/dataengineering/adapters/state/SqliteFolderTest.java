package com.gocodealone.dataengineering.adapters.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.DeadLetters.Letter;
import com.gocodealone.dataengineering.application.plugin.StateFolder;
import com.gocodealone.dataengineering.application.plugin.StateFolder.Entry;
import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A person looks after what is kept. */
class SqliteFolderTest {
    private static final int MANY = 2000;
    private static final int PAGE = 4096;

    @TempDir private Path temporary;
    private Path path = Path.of("");

    @BeforeEach
    void keepSomething() {
        path = temporary.resolve("state");
        try (StateStores stores = open()) {
            stores.of("source:shop").put(Map.of("debezium.position", "0/16B3748"));
            stores.deadLetters()
                    .put(
                            new Letter(
                                    "shop:1",
                                    "shop",
                                    "pipeline:p",
                                    "public.orders",
                                    "change",
                                    Instant.EPOCH,
                                    3,
                                    "refused",
                                    "L0:"));
            stores.schemas("source:shop")
                    .append(
                            List.of(
                                    new SchemaVersion(
                                            new TableId("public", "orders"),
                                            new Position("1"),
                                            Instant.EPOCH,
                                            List.of(),
                                            List.of(),
                                            null)),
                            10);
        }
    }

    private StateStores open() {
        return new SqlitePort().open(path);
    }

    private StateFolder folder() {
        return new SqlitePort().folder(path);
    }

    private static List<Entry> entries(StateFolder folder) {
        List<Entry> entries = new ArrayList<>();
        folder.read(entries::add);
        return entries;
    }

    private Path file() {
        return path.resolve("state.db");
    }

    /** Enough that most of the file is this. */
    private void keepMany() {
        try (StateStores stores = open()) {
            Map<String, String> many = new TreeMap<>();
            for (int i = 0; i < MANY; i++) {
                many.put("key-%04d".formatted(i), "value ".repeat(40) + i);
            }
            stores.of("source:many").put(many);
        }
    }

    @Test
    void everything_that_is_kept_is_read_also_while_a_plugin_goes_on() {
        try (StateStores plugin = open()) {
            plugin.of("source:mall").put(Map.of("position", "7"));
            List<Entry> entries = entries(folder());
            assertThat(entries)
                    .extracting(Entry::owner)
                    .containsExactly("source:mall", "source:shop", "source:shop", "source:shop");
            assertThat(entries.getFirst())
                    .isInstanceOfSatisfying(
                            Entry.Fact.class,
                            fact -> {
                                assertThat(fact.value()).isEqualTo("7");
                                assertThat(fact.changedAt())
                                        .isBetween(
                                                Instant.now().minus(Duration.ofHours(1)),
                                                Instant.now());
                            });
            assertThat(entries.get(2)).isInstanceOf(Entry.PutAside.class);
            assertThat(entries.get(3)).isInstanceOf(Entry.Structure.class);
        }
    }

    @Test
    void state_of_the_first_versions_is_read_and_goes_on() throws SQLException {
        try (Connection old = SoleUse.connect(file());
                Statement statement = old.createStatement()) {
            statement.execute("ALTER TABLE state DROP COLUMN changed_at");
        }
        assertThat(entries(folder()).getFirst())
                .isEqualTo(new Entry.Fact("source:shop", "debezium.position", "0/16B3748", null));
        try (StateStores stores = open()) {
            stores.of("source:shop").put(Map.of("debezium.position", "0/16B3749"));
            assertThat(stores.of("source:shop").get("debezium.position")).isEqualTo("0/16B3749");
        }
    }

    @Test
    void whole_state_is_found_whole_and_left_alone() {
        assertThat(folder().check()).extracting(Finding::grade).containsOnly(Grade.OK);
        assertThat(folder().repair()).extracting(Finding::grade).containsOnly(Grade.OK);
        assertThat(entries(folder())).hasSize(3);
    }

    @Test
    void what_others_may_use_is_found_and_taken_from_them() throws IOException {
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(folder().check().getFirst().grade()).isEqualTo(Grade.ERROR);
        assertThat(folder().repair().getFirst().fact()).startsWith("taken from others");

        assertThat(folder().check().getFirst().grade()).isEqualTo(Grade.OK);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void what_lies_before_and_behind_the_damage_is_saved() throws IOException {
        keepMany();
        overwritePage(Files.size(file()) / PAGE / 2);

        Finding found = folder().check().getLast();
        assertThat(found.grade()).isEqualTo(Grade.ERROR);
        assertThat(found.fact()).startsWith("state.db is damaged");
        Finding done = folder().repair().getLast();

        assertThat(done.fact()).contains("rows were saved, the others are lost");
        assertThat(folder().check()).extracting(Finding::grade).containsOnly(Grade.OK);
        assertThat(entries(folder())).hasSizeGreaterThan(MANY / 2);
        try (StateStores stores = open()) {
            assertThat(stores.of("source:many").get("key-0000")).isNotNull();
            assertThat(stores.of("source:many").get("key-%d".formatted(MANY - 1))).isNotNull();
            assertThat(stores.of("source:shop").get("debezium.position")).isEqualTo("0/16B3748");
        }
        assertThat(path).isDirectoryContaining("glob:**/state.db.damaged-*");
    }

    private void overwritePage(long page) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
            file.seek(page * PAGE);
            file.write(new byte[PAGE]);
        }
    }

    @Test
    void an_index_that_is_damaged_costs_no_row() throws SQLException {
        try (Connection connection = SoleUse.connect(file());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute(
                    "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE"
                            + " name = 'sqlite_autoindex_schema_version_1') WHERE name ="
                            + " 'dead_letters_size'");
        }
        assertThat(folder().check().getLast().grade()).isEqualTo(Grade.ERROR);

        assertThat(folder().repair().getLast().fact()).contains("all of its 3 rows were saved");

        assertThat(folder().check()).extracting(Finding::grade).containsOnly(Grade.OK);
        assertThat(entries(folder())).hasSize(3);
    }

    @Test
    void what_is_damaged_is_not_moved() throws IOException {
        keepMany();
        overwritePage(Files.size(file()) / PAGE / 2);

        assertThatThrownBy(() -> folder().moveTo(temporary.resolve("new")))
                .hasMessageContaining("use state repair first");

        assertThat(temporary.resolve("new")).doesNotExist();
        assertThat(folder().exists()).isTrue();
    }

    @Test
    void a_file_that_is_none_of_ours_is_put_aside() throws IOException {
        Files.writeString(file(), "this is no database ".repeat(1000));

        assertThat(folder().check().getLast().grade()).isEqualTo(Grade.ERROR);
        assertThat(folder().repair().getLast().fact()).contains("0 rows were saved");

        assertThat(entries(folder())).isEmpty();
        assertThat(path).isDirectoryContaining("glob:**/state.db.damaged-*");
    }

    @Test
    void nothing_is_repaired_or_moved_while_a_plugin_has_it_open() throws IOException {
        keepMany();
        try (StateStores plugin = open()) {
            assertThatThrownBy(() -> folder().moveTo(temporary.resolve("new")))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("stop the engine first");
            overwritePage(Files.size(file()) / PAGE / 2);
            assertThatThrownBy(() -> folder().repair())
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("stop the engine first");
            plugin.of("source:shop").put(Map.of("still", "written"));
        }
        assertThat(temporary.resolve("new")).doesNotExist();
    }

    @Test
    void what_is_moved_is_whole_at_its_new_place_and_its_owners_only() throws IOException {
        keepMany();
        Path target = Files.createDirectory(temporary.resolve("new"));
        List<Entry> before = entries(folder());

        folder().moveTo(target);

        assertThat(folder().exists()).isFalse();
        StateFolder moved = new SqlitePort().folder(target);
        assertThat(moved.check()).extracting(Finding::grade).containsOnly(Grade.OK);
        assertThat(entries(moved)).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwx------");
        assertThat(temporary.resolve("new.moving")).doesNotExist();
    }

    @Test
    void what_is_at_the_new_place_is_never_overwritten() throws IOException {
        Path target = Files.createDirectory(temporary.resolve("new"));
        Files.writeString(target.resolve("state.db"), "somebody else's");

        assertThatThrownBy(() -> folder().moveTo(target)).hasMessageContaining("is not empty");
        assertThatThrownBy(() -> folder().moveTo(target.resolve("state.db")))
                .hasMessageContaining("is not a folder");

        assertThat(entries(folder())).hasSize(3);
        assertThat(target.resolve("state.db")).hasContent("somebody else's");
    }

    @Test
    void a_move_that_was_interrupted_is_done_again() throws IOException {
        Path half = Files.createDirectory(temporary.resolve("new.moving"));
        Files.write(half.resolve("state.db"), new byte[PAGE]);

        folder().moveTo(temporary.resolve("new"));

        assertThat(entries(new SqlitePort().folder(temporary.resolve("new")))).hasSize(3);
        assertThat(half).doesNotExist();
    }
}
