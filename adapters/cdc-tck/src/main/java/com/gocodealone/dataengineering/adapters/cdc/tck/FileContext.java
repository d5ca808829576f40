package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/** A host whose store outlives a process that is killed. Thread-safe. */
final class FileContext implements StateStore, StreamContext {
    private final Path file;

    FileContext(Path file) {
        this.file = file;
    }

    @Override
    public synchronized @Nullable String get(String key) {
        return read().getProperty(key);
    }

    @Override
    public synchronized void put(Map<String, String> entries) {
        Properties all = read();
        all.putAll(entries);
        write(all);
    }

    @Override
    public synchronized void remove(String key) {
        Properties all = read();
        all.remove(key);
        write(all);
    }

    private Properties read() {
        Properties all = new Properties();
        try {
            if (Files.exists(file)) {
                try (var in = Files.newInputStream(file)) {
                    all.load(in);
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Properties all) {
        Path next = file.resolveSibling("next");
        try {
            try (var out = Files.newOutputStream(next)) {
                all.store(out, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StateStore state() {
        return this;
    }

    @Override
    public long maxQueuedBytes() {
        return 1 << 20;
    }

    @Override
    public Begin begin() {
        return Begin.RESUME;
    }
}
