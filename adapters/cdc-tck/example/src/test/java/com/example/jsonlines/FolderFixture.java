package com.example.jsonlines;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.gocodealone.dataengineering.adapters.cdc.tck.BeforeImage;
import com.gocodealone.dataengineering.adapters.cdc.tck.RowChange;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceFixture;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Settings;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder that the rules write to; every table begins a new file. */
final class FolderFixture implements SourceFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, Map<String, Object>> rows = new HashMap<>();
    private int file;

    private FolderFixture(Path folder) {
        this.folder = folder;
    }

    static FolderFixture in(Path folder) throws IOException {
        return new FolderFixture(Files.createDirectories(folder));
    }

    @Override
    public TableId create(String name) {
        file++;
        return new TableId("log", name);
    }

    @Override
    public void commit(TableId table, List<RowChange> changes) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (RowChange change : changes) {
            lines.append(
                    switch (change) {
                        case RowChange.Insert(long id, String note) ->
                                line(table, "insert", id, row(id, note));
                        case RowChange.Update(long id, String note) ->
                                line(table, "update", id, row(id, note));
                        case RowChange.Delete(long id) -> line(table, "delete", id, null);
                    });
        }
        append(lines);
    }

    private static Map<String, Object> row(long id, String note) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("note", note);
        return row;
    }

    private String line(TableId table, String op, long id, Map<String, Object> after)
            throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("table", table.name());
        line.put("op", op);
        line.put("before", rows.put(table + " " + id, after));
        line.put("after", after);
        line.put("at", Instant.now().toString());
        return JSON.writeValueAsString(line) + "\n";
    }

    private void append(CharSequence lines) throws IOException {
        Path current = folder.resolve("%04d.jsonl".formatted(file));
        Files.writeString(current, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public Map<String, Object> commitSample(TableId table, long id) throws IOException {
        Map<String, Object> row = row(id, "sample");
        row.put("amount", new BigDecimal("12345678901234567890.1200"));
        row.put("whole", new BigInteger("123456789012345678901234567890"));
        row.put("tags", List.of("a", "b"));
        row.put("paid", true);
        append(line(table, "insert", id, row));
        row.put("id", Math.toIntExact(id)); // a small number arrives as one
        return row;
    }

    @Override
    public BeforeImage before() {
        return BeforeImage.ROW;
    }

    @Override
    public SourceSpec source(String id, TableId table) {
        return new SourceSpec(
                id,
                "jsonlines",
                "jsonlines",
                folder.toString(),
                List.of(table.toString()),
                Settings.of(Map.of()));
    }

    @Override
    public Map<String, Object> wrongOptions() {
        return Map.of("batch_lines", 0, "from", "yesterday");
    }

    /** A folder has none; this is just a word. */
    @Override
    public String secret() {
        return "hunter2";
    }

    /** A folder is not connected to. */
    @Override
    public int connections() {
        return 0;
    }

    @Override
    public void cut() throws IOException {
        Files.move(folder, elsewhere());
    }

    @Override
    public void heal() throws IOException {
        if (Files.exists(elsewhere())) {
            Files.move(elsewhere(), folder);
        }
    }

    private Path elsewhere() {
        return folder.resolveSibling("elsewhere");
    }

    @Override
    public void close() {
        rows.clear();
    }
}
