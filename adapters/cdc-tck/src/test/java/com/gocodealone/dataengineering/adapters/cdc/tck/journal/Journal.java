package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file of changes, which can be out of reach. Thread-safe. */
record Journal(Path folder) {
    /** More than the longest line. */
    private static final int CHUNK = 1 << 19;

    /** An entry, and where the next one begins. */
    record Line(Entry entry, long end) {}

    private Path file() {
        return folder.resolve("journal");
    }

    private Path cutMark() {
        return folder.resolve("cut");
    }

    /** One file for each stream that is open. */
    Path connections() {
        return folder.resolve("connections");
    }

    boolean isReachable() {
        return !Files.exists(cutMark());
    }

    void cut() throws IOException {
        Files.writeString(cutMark(), "");
    }

    void heal() throws IOException {
        Files.deleteIfExists(cutMark());
    }

    void append(List<Entry> entries) throws IOException {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> lines.append(entry.line()).append('\n'));
        Files.writeString(file(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    long size() {
        return Files.exists(file()) ? file().toFile().length() : 0;
    }

    /** Whole lines from {@code offset} on, some or none. */
    List<Line> read(long offset) {
        if (size() <= offset) {
            return List.of();
        }
        try (RandomAccessFile in = new RandomAccessFile(file().toFile(), "r")) {
            in.seek(offset);
            byte[] chunk = new byte[(int) Math.min(CHUNK, in.length() - offset)];
            in.readFully(chunk);
            return lines(chunk, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Line> lines(byte[] chunk, long offset) {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                String line = new String(chunk, begin, i - begin, StandardCharsets.UTF_8);
                begin = i + 1;
                lines.add(new Line(Entry.parse(line), offset + begin));
            }
        }
        return lines;
    }

    /** The last entry of every row of {@code table} that is there at {@code end}. */
    Map<Long, Entry> rows(String table, long end) {
        Map<Long, Entry> rows = new TreeMap<>();
        long offset = 0;
        while (offset < end) {
            for (Line line : read(offset)) {
                offset = line.end();
                keep(line.entry(), table, rows);
            }
        }
        return rows;
    }

    private static void keep(Entry entry, String table, Map<Long, Entry> rows) {
        if (entry.table().equals(table)) {
            switch (entry.kind()) {
                case INSERT, UPDATE -> rows.put(entry.id(), entry);
                case DELETE -> rows.remove(entry.id());
            }
        }
    }
}
