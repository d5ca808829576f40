package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.application.plugin.StateFolder;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder of {@code state.db}. */
record SqliteFolder(Path path) implements StateFolder {
    private static final Set<PosixFilePermission> OWNERS =
            PosixFilePermissions.fromString("rwx------");

    private interface Work<T> {
        T run() throws IOException, SQLException;
    }

    private Path file() {
        return path.resolve(SqlitePort.FILE);
    }

    @Override
    public boolean exists() {
        return Files.exists(file());
    }

    @Override
    public void read(Consumer<Entry> reader) {
        try (SqliteStores stores = new SqlitePort().open(path)) {
            new Contents(stores.file()).read(reader);
        }
    }

    @Override
    public List<Finding> check() {
        return guarded(() -> List.of(access(), new Wholeness(file()).check()));
    }

    @Override
    public List<Finding> repair() {
        return guarded(() -> List.of(repairedAccess(), new Wholeness(file()).repair()));
    }

    @Override
    public void moveTo(Path target) {
        guarded(
                () -> {
                    new Relocation(path, target.toAbsolutePath()).run();
                    return true;
                });
    }

    private <T> T guarded(Work<T> work) {
        try {
            return SqlitePort.withNativeLibraryIn(path, () -> unchecked(work));
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the state in %s cannot be worked on: %s".formatted(path, e.getMessage()),
                    e);
        }
    }

    private <T> T unchecked(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "%s is damaged: %s; state repair saves what can be read"
                            .formatted(file(), e.getMessage()),
                    e);
        }
    }

    private Finding access() throws IOException {
        List<Path> open = open();
        return open.isEmpty()
                ? new Finding(Grade.OK, "access", "only its owner's", null)
                : new Finding(
                        Grade.ERROR,
                        "access",
                        "others may use %s".formatted(open),
                        "state repair, or chmod go= on it");
    }

    private Finding repairedAccess() throws IOException {
        List<Path> open = open();
        for (Path one : open) {
            Set<PosixFilePermission> own = Files.getPosixFilePermissions(one);
            own.retainAll(OWNERS);
            Files.setPosixFilePermissions(one, own);
        }
        return open.isEmpty()
                ? access()
                : new Finding(
                        Grade.WARNING, "access", "taken from others: %s".formatted(open), null);
    }

    /** The folder, and what is in it, as far as others than the owner may use it. */
    private List<Path> open() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path one : Stream.concat(Stream.of(path), files).toList()) {
                if (!OWNERS.containsAll(Files.getPosixFilePermissions(one))) {
                    open.add(one);
                }
            }
        }
        return open;
    }
}
