package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The structures that the tables of one source had. A stream repeats itself after a restart, so
 * what is known already is not kept again. Thread-safe.
 */
public final class SchemaHistory {
    /** How many versions of a table are kept; the oldest go first. */
    public static final int MOST_VERSIONS = 200;

    private final Supplier<SchemaLog> log;

    public SchemaHistory(Supplier<SchemaLog> log) {
        this.log = log;
    }

    /** Keeps those of {@code versions} that are news; they are on disk when this returns. */
    public synchronized void record(List<SchemaVersion> versions) {
        if (versions.isEmpty()) {
            return;
        }
        Map<TableId, List<SchemaVersion>> known = new HashMap<>();
        List<SchemaVersion> news = new ArrayList<>();
        for (SchemaVersion version : versions) {
            List<SchemaVersion> before = known.computeIfAbsent(version.table(), this::versionsOf);
            if (isNews(version, before)) {
                before.add(version);
                news.add(version);
            }
        }
        if (!news.isEmpty()) {
            log.get().append(news, MOST_VERSIONS);
        }
    }

    private List<SchemaVersion> versionsOf(TableId table) {
        List<SchemaVersion> versions = new ArrayList<>();
        log.get().versions(table).forEach(entry -> versions.add(entry.version()));
        return versions;
    }

    private static boolean isNews(SchemaVersion version, List<SchemaVersion> before) {
        if (before.isEmpty()) {
            return true;
        }
        SchemaVersion latest = before.getLast();
        boolean recorded =
                before.stream().anyMatch(one -> one.position().equals(version.position()));
        boolean same = version.ddl() == null && version.hasStructureOf(latest);
        return !recorded && !same && !version.at().isBefore(latest.at());
    }

    /** What is kept of {@code table}, the oldest first. */
    public List<SchemaLog.Entry> of(TableId table) {
        return log.get().versions(table);
    }

    /** The tables of which something is kept. */
    public List<TableId> tables() {
        return log.get().tables();
    }
}
