package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.Failure;
import com.zaxxer.hikari.pool.HikariPool;

import org.jdbi.v3.core.JdbiException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Opens the state as {@code state.db} in a folder. Stateless. */
public final class SqlitePort implements StateStores.Port {
    private static final String FILE = "state.db";

    @Override
    public StateStores open(Path folder) {
        try {
            Path file = ownersOnly(folder).resolve(FILE);
            return withNativeLibraryIn(folder, () -> SqliteStores.open(file));
        } catch (IOException | JdbiException | HikariPool.PoolInitializationException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the state folder %s cannot be used (%s); choose another with the environment variable %s"
                            .formatted(folder, e, "DATA_ENGINEERING_STATE_DIR"),
                    e);
        }
    }

    /**
     * The driver unpacks a native library where {@code org.sqlite.tmpdir} says. Here nobody else
     * can replace it; once it is loaded its file is no longer needed.
     */
    private static StateStores withNativeLibraryIn(Path folder, Supplier<StateStores> opening)
            throws IOException {
        Path unpacked = Files.createTempDirectory(folder, "native-");
        System.setProperty("org.sqlite.tmpdir", unpacked.toString());
        try {
            return opening.get();
        } finally {
            try (Stream<Path> files = Files.list(unpacked)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(unpacked);
        }
    }

    /** SQLite gives its journals the permissions of the file itself, so that is made first. */
    private static Path ownersOnly(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        if (Files.notExists(folder)) {
            Files.createDirectory(folder, permissions("rwx------"));
        }
        Path file = folder.resolve(FILE);
        if (Files.notExists(file)) {
            Files.createFile(file, permissions("rw-------"));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return folder;
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
