package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Script;
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

    /**
     * Reads what fills a new tenant: a file, or every file in a folder and below that ends in .sql,
     * in the order of their names.
     *
     * @throws Failure INVALID when there is nothing; UNAVAILABLE when something cannot be read
     */
    static List<Script> seed(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(seedScript(String.valueOf(path.getFileName()), path));
        }
        if (!Files.isDirectory(path)) {
            throw new Failure(
                    Failure.Kind.INVALID, "seed: there is no file or folder %s".formatted(path));
        }
        List<Script> scripts =
                files(path).stream()
                        .filter(file -> file.toString().endsWith(".sql"))
                        .sorted()
                        .map(file -> seedScript(path.relativize(file).toString(), file))
                        .toList();
        if (scripts.isEmpty()) {
            throw new Failure(
                    Failure.Kind.INVALID, "seed: no file in %s ends in .sql".formatted(path));
        }
        return scripts;
    }

    private static Script seedScript(String name, Path file) {
        return new Script(null, "seed", name, text(file));
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
                "%s cannot be read as UTF-8 text (%s)".formatted(path, e),
                e);
    }
}
