package com.example.jsonlines;

import com.gocodealone.dataengineering.domain.Failure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of files called {@code *.jsonl}, each of which grows at its end until there is one with
 * a later name.
 */
record Log(Path folder) {
    private static final int CHUNK_BYTES = 1 << 20;

    /** A line, and where the next one begins. */
    record Line(String text, Place next) {}

    /** The folder of {@code connection}: a path, or a URI such as file:///var/log/orders. */
    static Log at(String connection) {
        return new Log(
                connection.startsWith("file:")
                        ? Path.of(URI.create(connection))
                        : Path.of(connection));
    }

    /** The names of the files, in order. */
    List<String> files() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "connection: the folder %s cannot be read".formatted(folder),
                    e);
        }
    }

    Place end() {
        List<String> files = files();
        return files.isEmpty() ? Place.START : new Place(files.getLast(), size(files.getLast()));
    }

    /** How many bytes come after {@code place}. */
    long bytesAfter(Place place) {
        long bytes = 0;
        for (String file : files()) {
            int order = file.compareTo(place.file());
            bytes += order > 0 ? size(file) : order == 0 ? size(file) - place.offset() : 0;
        }
        return bytes;
    }

    private long size(String file) {
        return folder.resolve(file).toFile().length();
    }

    /** Lines after {@code place}, about a megabyte of them; none at the end. */
    List<Line> after(Place place) {
        for (String file : files()) {
            int order = file.compareTo(place.file());
            List<Line> lines =
                    order < 0
                            ? List.of()
                            : read(file, order == 0 ? place.offset() : 0, CHUNK_BYTES);
            if (!lines.isEmpty()) {
                return lines;
            }
        }
        return List.of();
    }

    private List<Line> read(String file, long offset, int bytes) {
        try (RandomAccessFile in = new RandomAccessFile(folder.resolve(file).toFile(), "r")) {
            in.seek(offset);
            byte[] chunk = new byte[Math.clamp(in.length() - offset, 0, bytes)];
            in.readFully(chunk);
            List<Line> lines = lines(chunk, file, offset);
            boolean isOneLongLine = lines.isEmpty() && chunk.length == bytes;
            return isOneLongLine ? read(file, offset, Math.multiplyExact(bytes, 2)) : lines;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "connection: the file %s cannot be read".formatted(folder.resolve(file)),
                    e);
        }
    }

    /** A line that has no end yet is still being written. */
    private static List<Line> lines(byte[] chunk, String file, long offset) {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                String text = new String(chunk, begin, i - begin, StandardCharsets.UTF_8);
                begin = i + 1;
                lines.add(new Line(text, new Place(file, offset + begin)));
            }
        }
        return lines;
    }
}
