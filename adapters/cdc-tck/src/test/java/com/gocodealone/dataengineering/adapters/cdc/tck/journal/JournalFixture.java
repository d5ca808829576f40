package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.adapters.cdc.tck.BeforeImage;
import com.gocodealone.dataengineering.adapters.cdc.tck.RowChange;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceFixture;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A journal in a folder. */
public final class JournalFixture implements SourceFixture {
    private final Journal journal;
    private final Map<String, Object> options;
    private final Map<String, @Nullable String> notes = new HashMap<>();
    private long transaction;

    private JournalFixture(Journal journal, Map<String, Object> options) {
        this.journal = journal;
        this.options = options;
    }

    /**
     * @param options of every source
     */
    public static JournalFixture in(Path folder, Map<String, Object> options) throws IOException {
        Journal journal = new Journal(folder);
        Files.createDirectories(journal.connections());
        return new JournalFixture(journal, options);
    }

    @Override
    public TableId create(String name) {
        return Tail.id(name);
    }

    @Override
    public void commit(TableId table, List<RowChange> changes) throws IOException {
        transaction++;
        List<Entry> entries = new ArrayList<>();
        for (RowChange change : changes) {
            boolean last = entries.size() == changes.size() - 1;
            entries.add(entry(table, change, entries.size(), last, null));
        }
        journal.append(entries);
    }

    private Entry entry(
            TableId table, RowChange change, int index, boolean last, @Nullable String amount) {
        String key = table + " " + change.id();
        String before = notes.get(key);
        String after =
                switch (change) {
                    case RowChange.Insert insert -> insert.note();
                    case RowChange.Update update -> update.note();
                    case RowChange.Delete _ -> null;
                };
        notes.put(key, after);
        return new Entry(
                transaction,
                index,
                last,
                table.name(),
                kind(change),
                change.id(),
                before,
                after,
                amount,
                System.currentTimeMillis());
    }

    private static Entry.Kind kind(RowChange change) {
        return switch (change) {
            case RowChange.Insert _ -> Entry.Kind.INSERT;
            case RowChange.Update _ -> Entry.Kind.UPDATE;
            case RowChange.Delete _ -> Entry.Kind.DELETE;
        };
    }

    @Override
    public Map<String, @Nullable Object> commitSample(TableId table, long id) throws IOException {
        transaction++;
        journal.append(List.of(entry(table, new RowChange.Insert(id, "sample"), 0, true, "1.10")));
        return Map.of("id", id, "note", "sample", "amount", "1.10");
    }

    @Override
    public BeforeImage before() {
        return BeforeImage.ROW;
    }

    @Override
    public SourceSpec source(String id, TableId table) {
        return new SourceSpec(
                id,
                JournalProvider.NAME,
                "journal",
                JournalProvider.SECRET + "@" + journal.folder(),
                List.of(table.toString()),
                Settings.of(options));
    }

    @Override
    public Map<String, Object> wrongOptions() {
        return Map.of("batch_events", "many");
    }

    @Override
    public String secret() {
        return JournalProvider.SECRET;
    }

    @Override
    public int connections() throws IOException {
        try (var open = Files.list(journal.connections())) {
            return (int) open.count();
        }
    }

    @Override
    public void cut() throws IOException {
        journal.cut();
    }

    @Override
    public void heal() throws IOException {
        journal.heal();
    }

    @Override
    public void close() {
        notes.clear();
    }
}
