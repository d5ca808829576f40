package com.gocodealone.dataengineering.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.command.KeptState;
import com.gocodealone.dataengineering.application.plugin.DeadLetters.Letter;
import com.gocodealone.dataengineering.application.plugin.StateFolder.Entry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a person sees of what is kept. */
final class StateCommandTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant ONE = Instant.parse("2026-05-01T13:00:00Z");

    @TempDir private Path folder;
    private final FakeState state = new FakeState();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void keepSomething() {
        state.entries.add(new Entry.Fact("source:shop", "debezium.position", "0/16B3748", NOON));
        state.entries.add(new Entry.Fact("source:shop", "debezium.offset", "{}", null));
        state.entries.add(new Entry.Fact("attempts:mall", "position", "not the source's", NOON));
        state.entries.add(new Entry.PutAside("source:shop", letter("L0:")));
    }

    private static Letter letter(String event) {
        return new Letter("shop:1", "shop", "pipeline:p", "t", "change", ONE, 3, "no", event);
    }

    private int run(String... arguments) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, out, false);
        return new StateCommand(terminal, new KeptState(state)).run(List.of(arguments));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void every_source_is_listed_with_where_it_is_and_what_is_kept_for_it() {
        assertThat(run("list")).isZero();
        assertThat(printed().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "/var/lib/state",
                        "source position last change dead letters size",
                        "mall unknown 2026-05-01T12:00:00Z 0 24 B",
                        "shop 0/16B3748 2026-05-01T13:00:00Z 1 48 B");
    }

    @Test
    void the_list_is_json_for_a_program() {
        assertThat(run("list", "--json")).isZero();
        assertThat(printed())
                .contains(
                        "{\"source_id\":\"shop\",\"position\":\"0/16B3748\","
                                + "\"changed_at\":\"2026-05-01T13:00:00Z\",\"dead_letters\":1,");
    }

    @Test
    void everything_is_exported_line_by_line() {
        assertThat(run("export")).isZero();
        assertThat(printed().lines())
                .hasSize(4)
                .contains(
                        "{\"kind\":\"fact\",\"owner\":\"source:shop\",\"key\":\"debezium.offset\","
                                + "\"value\":\"{}\",\"changed_at\":null}")
                .anyMatch(line -> line.startsWith("{\"kind\":\"dead_letter\""));
    }

    @Test
    void an_exported_file_is_complete_and_its_owners_only() throws IOException {
        Path file = folder.resolve("state.jsonl");

        assertThat(run("export", file.toString())).isZero();

        assertThat(Files.readAllLines(file)).hasSize(4);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_dead_letter_that_cannot_be_replayed_is_found() {
        assertThat(run("check")).isEqualTo(1);
        assertThat(printed())
                .contains("  ok      file: it was looked at")
                .contains("  error   dead letter shop:1: its event cannot be read");
    }

    @Test
    void a_damaged_file_ends_a_check_and_a_repair_with_one() {
        state.isDamaged();
        assertThat(run("check")).isEqualTo(1);
        assertThat(run("repair")).isEqualTo(1);
        assertThat(printed()).contains("it was looked at").contains("it was repaired");
    }

    @Test
    void what_is_whole_is_said_to_be() {
        state.entries.removeLast();
        assertThat(run("check")).isZero();
        assertThat(printed()).contains("  ok      contents: 3 entries read");
    }

    @Test
    void a_move_says_how_the_engine_finds_it() {
        assertThat(run("move", "/srv/state")).isZero();
        assertThat(printed()).contains("DATA_ENGINEERING_STATE_DIR=/srv/state");
    }

    @Test
    void what_cannot_be_done_is_said() {
        assertThatThrownBy(() -> run()).hasMessageContaining("list, export, check, repair, move");
        assertThatThrownBy(() -> run("lst")).hasMessageContaining("did you mean state list?");
        assertThatThrownBy(() -> run("move")).hasMessageContaining("takes one folder");
        state.entries.clear();
        assertThatThrownBy(() -> run("list")).hasMessageContaining("nothing is kept in");
    }
}
