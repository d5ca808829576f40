package com.gocodealone.dataengineering.application.command;

import com.gocodealone.dataengineering.domain.Failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of its owner's only, gone with everything in it when it is closed. */
record PassingFolder(Path path) implements AutoCloseable {
    static PassingFolder make() {
        try {
            return new PassingFolder(Files.createTempDirectory("data-engineering-"));
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "no folder can be made for what passes: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "%s cannot be removed: %s".formatted(path, e.getMessage()),
                    e);
        }
    }
}
