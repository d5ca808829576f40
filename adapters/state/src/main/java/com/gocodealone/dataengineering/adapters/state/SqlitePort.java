package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.application.plugin.StateFolder;
import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.Failure;
import com.zaxxer.hikari.pool.HikariPool;

import org.jdbi.v3.core.JdbiException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Opens the state as {@code state.db} in a folder. Stateless. */
public final class SqlitePort implements StateStores.Port {
    static final String FILE = "state.db";
    private static final String UNPACKED = "native-";
    private static final Duration LOADING_TAKES_LESS = Duration.ofMinutes(10);

    @Override
    public StateFolder folder(Path folder) {
        return new SqliteFolder(folder);
    }

    @Override
    public SqliteStores open(Path folder) {
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
    static <T> T withNativeLibraryIn(Path folder, Supplier<T> opening) throws IOException {
        Path unpacked = Files.createTempDirectory(folder, UNPACKED);
        System.setProperty("org.sqlite.tmpdir", unpacked.toString());
        try {
            return opening.get();
        } finally {
            removeUnpacked(folder, unpacked);
        }
    }

    /** Also what a process that was killed meanwhile left here some time ago. */
    private static void removeUnpacked(Path folder, Path unpacked) throws IOException {
        Instant old = Instant.now().minus(LOADING_TAKES_LESS);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, UNPACKED + "*")) {
            for (Path one : all) {
                if (one.equals(unpacked)
                        || Files.getLastModifiedTime(one).toInstant().isBefore(old)) {
                    remove(one);
                }
            }
        }
    }

    private static void remove(Path unpacked) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(unpacked)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(unpacked);
    }

    /** SQLite gives its journals the permissions of the file itself, so that is made first. */
    static Path ownersOnly(Path folder) throws IOException {
        Files.createDirectories(parent(folder));
        if (Files.notExists(folder)) {
            Files.createDirectory(folder, permissions("rwx------"));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        ownersOnlyFile(folder.resolve(FILE));
        return folder;
    }

    static Path ownersOnlyFile(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, permissions("rw-------"));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    static Path parent(Path folder) {
        return Objects.requireNonNull(folder.toAbsolutePath().getParent());
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
