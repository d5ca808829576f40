package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;

import io.debezium.config.Configuration;
import io.debezium.document.Array;
import io.debezium.document.Document;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryException;
import io.debezium.relational.history.SchemaHistoryListener;
import io.debezium.relational.history.TableChanges;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Debezium's view of a stream's {@link TableHistory}. What is long past is kept as one record a
 * table, so that it does not grow without end. Made by Debezium, by name.
 */
public final class StoredHistory extends AbstractSchemaHistory {
    private static final int MOST_RECORDS = 500;

    private @Nullable TableHistory history;
    private HistoryRecordComparator order = HistoryRecordComparator.INSTANCE;

    /** What Debezium calls the source; another name at every run. */
    private Map<String, ?> source = Map.of();

    /** For Debezium. */
    public StoredHistory() {}

    @Override
    public void configure(
            Configuration config,
            @Nullable HistoryRecordComparator comparator,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        order = new ReplayOrder(comparator == null ? HistoryRecordComparator.INSTANCE : comparator);
        super.configure(config, order, listener, useCatalogBeforeSchema);
        String stream = config.getString(MySqlSettings.HISTORY + EngineSettings.STREAM);
        history = Scope.of(stream).part(TableHistory.class);
    }

    @Override
    protected void storeRecord(HistoryRecord record) throws SchemaHistoryException {
        history().add(text(record));
        Array changes = record.document().getArray(HistoryRecord.Fields.TABLE_CHANGES);
        if (changes != null) {
            changes.forEach(
                    change -> history().described(change.getValue().asDocument().getString("id")));
        }
    }

    @Override
    protected void recoverRecords(Consumer<HistoryRecord> records) {
        all().forEach(records);
    }

    @Override
    public void recover(Offsets<?, ?> offsets, Tables schema, DdlParser parser)
            throws InterruptedException {
        var place = offsets.getOffsets().entrySet().iterator().next();
        source = place.getKey().getSourcePartition();
        super.recover(offsets, schema, parser);
        OffsetContext reached = place.getValue();
        if (reached != null && history().size() > MOST_RECORDS) {
            compact(reached.getOffset(), schema);
        }
    }

    /** Where the stream goes on, {@code schema} says all that the records before say of tables. */
    private void compact(Map<String, ?> reached, Tables schema) {
        HistoryRecord place = new HistoryRecord(source, reached, null, null, null, null, null);
        List<HistoryRecord> kept = new ArrayList<>();
        List<HistoryRecord> later = new ArrayList<>();
        for (HistoryRecord record : all()) {
            boolean past = order.isAtOrBefore(record, place);
            boolean ofTable = isOfTable(record);
            if (!past) {
                later.add(record);
            } else if (!ofTable) {
                kept.add(record);
            }
        }
        Map<String, Object> found = new HashMap<>(reached);
        found.put(ReplayOrder.SNAPSHOT, "INITIAL");
        for (TableId table : schema.tableIds()) {
            TableChanges now = new TableChanges().create(schema.forTable(table));
            kept.add(
                    new HistoryRecord(
                            source, found, table.catalog(), null, "", now, Instant.EPOCH));
        }
        kept.addAll(later);
        history().replaceBy(kept.stream().map(StoredHistory::text).toList());
    }

    private static boolean isOfTable(HistoryRecord record) {
        Array changes = record.document().getArray(HistoryRecord.Fields.TABLE_CHANGES);
        return changes != null && !changes.isEmpty();
    }

    private List<HistoryRecord> all() {
        return history().all().stream().map(this::record).toList();
    }

    private static String text(HistoryRecord record) {
        try {
            return DocumentWriter.defaultWriter().write(record.document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HistoryRecord record(String text) {
        try {
            Document document = DocumentReader.defaultReader().read(text);
            Document now = Document.create();
            source.forEach(now::set);
            document.setDocument(HistoryRecord.Fields.SOURCE, now);
            return new HistoryRecord(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean exists() {
        return history().size() > 0;
    }

    @Override
    public boolean storageExists() {
        return true;
    }

    private TableHistory history() {
        if (history == null) {
            throw new IllegalStateException("not configured");
        }
        return history;
    }
}
