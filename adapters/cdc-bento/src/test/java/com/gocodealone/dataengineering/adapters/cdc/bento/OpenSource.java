package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.adapters.cdc.tck.MemoryContext;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceReader;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A source of provider bento whose options may change while it is not open. For one thread. */
final class OpenSource implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String dsn;
    private final List<String> tables;
    private final Map<String, @Nullable Object> options = new LinkedHashMap<>();
    private final MemoryContext context = new MemoryContext();
    private String type = "postgres";
    private SourceReader reader;

    OpenSource(String dsn, String... tables) {
        this.dsn = dsn;
        this.tables = List.of(tables);
        this.reader = newReader();
    }

    private SourceReader newReader() {
        SourceSpec spec = new SourceSpec("shop", "bento", type, dsn, tables, Settings.of(options));
        return new SourceReader(new BentoProvider(), spec, context, PATIENCE);
    }

    /** It is of this kind of database. */
    OpenSource of(String sourceType) {
        type = sourceType;
        reader = newReader();
        return this;
    }

    /** Closes it. */
    OpenSource with(String option, Object value) {
        close();
        options.put(option, value);
        reader = newReader();
        return this;
    }

    /** What reads it now. */
    SourceReader reader() {
        return reader;
    }

    /** Opens it, also when it is open. */
    SourceReader open() throws InterruptedException {
        reader.reopen();
        return reader;
    }

    List<String> release() throws InterruptedException {
        close();
        return new BentoProvider().release(reader.source(), context);
    }

    @Override
    public void close() {
        reader.close();
    }
}
