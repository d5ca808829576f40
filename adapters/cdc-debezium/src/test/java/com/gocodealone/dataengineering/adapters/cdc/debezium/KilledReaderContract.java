package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Readers that are killed, each a process of its own. */
public abstract class KilledReaderContract {
    private static final int ROWS = 3000;

    protected abstract TestDatabase start();

    @Test
    void a_reader_that_is_killed_loses_nothing_and_repeats_nothing_acknowledged(
            @TempDir Path folder) throws Exception {
        try (TestDatabase server = start()) {
            server.run("CREATE TABLE crash (id int PRIMARY KEY)");
            Set<Long> acknowledged = new HashSet<>();
            Set<Long> seen = new HashSet<>();
            String state = folder.resolve("state").toString();
            read(server, state, acknowledged, seen, 0);
            for (int i = 0; i < ROWS; i += 100) {
                server.run(
                        LongStream.rangeClosed(i + 1, i + 100)
                                .mapToObj("(%d)"::formatted)
                                .collect(joining(", ", "INSERT INTO crash VALUES ", "")));
            }
            for (int stopAfter : List.of(400, 1500)) {
                read(server, state, acknowledged, seen, stopAfter);
            }
            read(server, state, acknowledged, seen, ROWS);

            assertThat(seen)
                    .isEqualTo(LongStream.rangeClosed(1, ROWS).boxed().collect(Collectors.toSet()));
        }
    }

    /** Runs a reader until {@code stopAfter} rows were seen, and kills it. */
    private static void read(
            TestDatabase server,
            String state,
            Set<Long> acknowledged,
            Set<Long> seen,
            int stopAfter)
            throws Exception {
        Process reader = reader(server, state);
        Set<Long> before = Set.copyOf(acknowledged);
        boolean open = false;
        boolean killed = false;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (!words[words.length - 1].equals(".")) {
                    break; // it was killed while it wrote this
                }
                open |= words[0].equals("open");
                if (words[0].equals("seen")) {
                    seen.add(Long.valueOf(words[1]));
                    assertThat(before).doesNotContain(Long.valueOf(words[1]));
                }
                if (words[0].equals("acknowledged")) {
                    acknowledged.add(Long.valueOf(words[1]));
                }
                if (open && !killed && seen.size() >= stopAfter) {
                    reader.toHandle().destroyForcibly();
                    killed = true; // what it said before still comes
                }
            }
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(killed).as("the reader was alive until it was killed").isTrue();
    }

    private static Process reader(TestDatabase server, String state) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        SourceSpec source = server.source("crash", "crash").spec();
        String dsn = Objects.requireNonNull(source.connection());
        command.addAll(List.of(Reader.class.getName(), source.sourceType(), dsn, state));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** What is killed: says what it saw, and what it acknowledged. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            SourceSpec source =
                    new SourceSpec(
                            "crash",
                            "debezium",
                            arguments[0],
                            arguments[1],
                            List.of("crash"),
                            Settings.of(Map.of("snapshot_mode", "never")));
            FileState state = new FileState(Path.of(arguments[2]));
            try (ChangeStream stream = open(source, state)) {
                System.out.println("open .");
                while (true) {
                    ChangeBatch batch = stream.poll(Duration.ofSeconds(1));
                    say("seen", batch);
                    if (!batch.isEmpty()) {
                        stream.acknowledge(batch.last());
                    }
                    say("acknowledged", batch);
                }
            }
        }

        /** The server may not have noticed yet that the last one is dead. */
        private static ChangeStream open(SourceSpec source, FileState state)
                throws InterruptedException {
            while (true) {
                try {
                    return new DebeziumProvider().open(source, state);
                } catch (Failure failure) {
                    if (failure.kind() != Failure.Kind.CONFLICT) {
                        throw failure;
                    }
                }
            }
        }

        private static void say(String what, ChangeBatch batch) {
            StringBuilder lines = new StringBuilder();
            for (ChangeEvent event : batch.events()) {
                lines.append(what).append(' ').append(Events.id(event)).append(" .\n");
            }
            System.out.print(lines);
            System.out.flush();
        }
    }
}
