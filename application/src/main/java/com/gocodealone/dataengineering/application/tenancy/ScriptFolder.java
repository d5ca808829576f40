package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of migrations on the disk. Stateless. */
public final class ScriptFolder {
    private ScriptFolder() {}

    /**
     * Reads every migration in {@code folder} and below.
     *
     * @throws Failure INVALID that says everything that is wrong with the files; UNAVAILABLE when
     *     one of them cannot be read
     */
    public static Scripts read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Failure(
                    Failure.Kind.INVALID, "migrations: there is no folder %s".formatted(folder));
        }
        SortedMap<String, String> texts = new TreeMap<>();
        for (Path file : files(folder)) {
            texts.put(folder.relativize(file).toString().replace('\\', '/'), text(file));
        }
        return Scripts.of(texts);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.sql(\\.conf)?"))
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** Without the mark that some editors begin a file with. */
    private static String text(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Failure unreadable(Path path, IOException e) {
        return new Failure(
                Failure.Kind.UNAVAILABLE,
                "migrations: %s cannot be read as UTF-8 text (%s)".formatted(path, e),
                e);
    }
}
