package com.gocodealone.dataengineering.adapters.cdc.bento;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Inputs of Bento's that are no database. */
@Timeout(300)
class AnyInputTest {
    @TempDir private Path folder;

    @BeforeEach
    void requireBento() {
        OwnProgram.required();
    }

    private static OpenSource source(String input, Map<String, Object> fields) {
        return new OpenSource("").with("input", Map.of(input, fields));
    }

    private static Row row(ChangeEvent event) {
        return Objects.requireNonNull(event.after());
    }

    @Test
    void lines_of_a_file_are_events_until_all_are_read() throws Exception {
        Path file = Files.writeString(folder.resolve("lines"), "{\"id\": 1}\nplain text\n");
        try (OpenSource lines = source("file", Map.of("paths", List.of(file.toString())))) {
            List<ChangeEvent> events = lines.open().take(2);
            assertThat(row(events.getFirst()).value("id")).isEqualTo(1L);
            assertThat(row(events.get(1)).value("value")).isEqualTo("plain text");
            assertThat(events.get(1).position()).isNotEqualTo(events.getFirst().position());

            lines.reader().poll(batch -> isComplete(lines));
            assertThat(isComplete(lines)).isTrue();
            assertThat(events).hasSize(2);
        }
    }

    private static boolean isComplete(OpenSource source) {
        return source.reader().stream().status().phase() == StreamStatus.Phase.COMPLETE;
    }

    @Test
    void what_only_the_log_knows_is_in_the_status() throws Exception {
        Map<String, Object> broken =
                Map.of("mapping", "root = throw(\"no tick today\")", "interval", "20ms");
        try (OpenSource ticks = source("generate", broken)) {
            ticks.open().poll(batch -> !warnings(ticks).isEmpty());
            assertThat(warnings(ticks)).singleElement().asString().contains("no tick today");
        }
    }

    private static List<String> warnings(OpenSource source) {
        return source.reader().stream().status().warnings();
    }

    @Test
    void an_input_that_is_wrongly_written_is_invalid() throws Exception {
        Failure failure = source("generate", Map.of("intervall", "1s")).reader().refusal();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(failure.fact()).contains("intervall");
    }

    @Test
    void an_input_that_no_program_has_is_invalid() throws Exception {
        Failure failure = source("no_such_input", Map.of()).reader().refusal();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(failure.fact()).contains("no program has Bento's input no_such_input");
    }

    @Test
    void a_program_that_is_not_there_is_invalid() throws Exception {
        Failure failure =
                source("generate", Map.of())
                        .with("executable", "/no/such/bento")
                        .reader()
                        .refusal();
        assertThat(failure.fact()).contains("executable \"/no/such/bento\" is not a program");
    }

    @Test
    void a_program_of_another_name_ends_with_the_stream_too() throws Exception {
        Path other = folder.resolve("other-bento");
        Files.createSymbolicLink(other, Objects.requireNonNull(Program.own()).file());
        try (OpenSource ticks =
                source("generate", Map.of("mapping", "root.n = counter()", "interval", "20ms"))
                        .with("executable", other.toString())) {
            assertThat(row(ticks.open().take(1).getFirst()).value("n")).isEqualTo(1L);
        }
        assertThat(ProcessHandle.current().descendants().toList()).isEmpty();
    }

    @Test
    void a_bento_that_runs_already_is_used_and_left_running() throws Exception {
        Log silent = new Log(new Secrets(List.of()), failure -> {});
        Program program = Objects.requireNonNull(Program.own());
        try (BentoProcess running = BentoProcess.start(program, silent, failure -> {});
                RestApi api = running.api()) {
            OpenSource ticks =
                    source("generate", Map.of("mapping", "root.n = 7", "interval", "20ms"))
                            .with("url", running.url());
            try (ticks) {
                ticks.open();
                assertThat(row(ticks.reader().take(1).getFirst()).value("n")).isEqualTo(7L);
                assertThat(api.isActive("bento_shop")).isTrue();
            }
            assertThat(api.isUp()).isTrue();
            assertThat(api.isActive("bento_shop")).isFalse();
        }
    }
}
