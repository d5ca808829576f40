package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The rows of one tenant in a folder of its own: a CSV file with a header for each table, as the
 * server reads it. Immutable.
 */
record Backup(Dialect dialect) {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * Writes the rows and answers with the folder, which is complete and on the disk by then.
     *
     * @throws Failure UNAVAILABLE when the files cannot be written
     */
    Path of(Handle handle, Tenant tenant, Placement place, @Nullable Path parent)
            throws SQLException {
        Path folder = parent == null ? Path.of("") : parent.resolve(name(tenant));
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(
                    partial,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Database.run(handle, place.enter());
            for (Inventory.Found table : dialect.tables(handle, place)) {
                copy(handle, table.name(), partial);
            }
            dialect.leave(handle);
            return Files.move(partial, folder);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "backup: the folder %s cannot be written (%s); nothing was removed"
                            .formatted(partial, e),
                    e);
        }
    }

    private static String name(Tenant tenant) {
        String safe = tenant.id().replaceAll("[^A-Za-z0-9_-]", "_");
        return safe.substring(0, Math.min(60, safe.length())) + "-" + MOMENT.format(Instant.now());
    }

    private void copy(Handle handle, TableName table, Path folder)
            throws SQLException, IOException {
        Path file =
                folder.resolve(URLEncoder.encode(table.plain(), StandardCharsets.UTF_8) + ".csv");
        try (OutputStream out = Files.newOutputStream(file)) {
            dialect.copy(handle, table, out);
        }
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }
}
