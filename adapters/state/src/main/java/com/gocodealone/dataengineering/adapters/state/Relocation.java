package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.domain.Failure;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Takes the state from one folder to another, by way of a copy beside the other. */
record Relocation(Path from, Path to) {
    void run() throws IOException, SQLException {
        Path file = from.resolve(SqlitePort.FILE);
        refuseUnlessFree();
        Path copy = Path.of(to + ".moving");
        try (SoleUse _ = SoleUse.of(file)) {
            deleteRecursively(copy);
            Path copied = SqlitePort.ownersOnly(copy).resolve(SqlitePort.FILE);
            Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
            SqlitePort.ownersOnly(copy);
            toDisk(copied, StandardOpenOption.WRITE);
            refuseIfDamaged(copied);
            Files.deleteIfExists(to);
            Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE);
            toDisk(SqlitePort.parent(to), StandardOpenOption.READ);
            Files.delete(file);
        }
    }

    private void refuseUnlessFree() throws IOException {
        if (!Files.isDirectory(to)) {
            if (Files.exists(to)) {
                throw conflict("%s is not a folder".formatted(to));
            }
            return;
        }
        try (Stream<Path> files = Files.list(to)) {
            if (files.findAny().isPresent()) {
                throw conflict("%s is not empty; choose a folder that is".formatted(to));
            }
        }
    }

    private void refuseIfDamaged(Path copied) {
        String damage = new Wholeness(copied).damage();
        if (damage != null) {
            throw conflict("%s is damaged (%s); use state repair first".formatted(from, damage));
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void toDisk(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private static Failure conflict(String fact) {
        return new Failure(Failure.Kind.CONFLICT, fact);
    }
}
