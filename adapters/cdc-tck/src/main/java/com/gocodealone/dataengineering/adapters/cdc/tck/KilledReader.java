package com.gocodealone.dataengineering.adapters.cdc.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.SourceSpec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A process that reads a source until it is killed with SIGKILL. For one thread. */
final class KilledReader implements AutoCloseable {
    static final String SEEN = "seen";
    static final String ACKNOWLEDGED = "acknowledged";

    private final Process process;
    private final BufferedReader output;

    private KilledReader(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Returns once the source is open.
     *
     * @param state where the process keeps what it must not forget
     * @param lastToAcknowledge the highest key that it acknowledges
     */
    static KilledReader start(SourceSpec source, Path state, long lastToAcknowledge)
            throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledReaderMain.class.getName(),
                        state.toString(),
                        Long.toString(lastToAcknowledge));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        KilledReader reader = new KilledReader(process);
        reader.tell(source);
        reader.says(KilledReaderMain.OPEN);
        return reader;
    }

    /** Not as arguments, which everybody on the machine may read. */
    private void tell(SourceSpec source) throws IOException {
        try (ObjectOutputStream input = new ObjectOutputStream(process.getOutputStream())) {
            input.writeObject(source.sourceId());
            input.writeObject(source.provider());
            input.writeObject(source.sourceType());
            input.writeObject(source.connection());
            input.writeObject(new ArrayList<>(source.tables()));
            input.writeObject(new LinkedHashMap<>(source.options().values()));
        }
    }

    /** Waits until it has {@link #SEEN} or {@link #ACKNOWLEDGED} the row with this key. */
    void says(String what, long id) throws IOException {
        says(KilledReaderMain.sentence(what, id));
    }

    private void says(String sentence) throws IOException {
        String line = output.readLine();
        while (line != null && !line.equals(sentence)) {
            line = output.readLine();
        }
        assertThat(line)
                .as("what the reader says, which ended before it said \"%s\"", sentence)
                .isNotNull();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
