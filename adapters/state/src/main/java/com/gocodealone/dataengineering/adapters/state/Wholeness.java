package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/** Whether a file is what was once written, and what can be done when it is not. */
record Wholeness(Path file) {
    /** SQLite's journals. */
    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm", "-journal");

    Finding check() {
        String damage = damage();
        return damage == null
                ? whole()
                : new Finding(
                        Grade.ERROR,
                        "file",
                        "%s is damaged: %s".formatted(file.getFileName(), damage),
                        "state repair saves what can be read");
    }

    private Finding whole() {
        return new Finding(Grade.OK, "file", file.getFileName() + " is whole", null);
    }

    /** The first thing that is wrong; null when nothing is. */
    @Nullable String damage() {
        try (Connection connection = SoleUse.connect(file);
                Statement statement = connection.createStatement();
                ResultSet first = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String answer = first.getString(1);
            return answer.equals("ok") ? null : answer.lines().findFirst().orElse(answer);
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    /** Puts a file with all that can be read in the place of a damaged one, which is kept. */
    Finding repair() throws IOException, SQLException {
        String damage = damage();
        if (damage == null) {
            return whole();
        }
        refuseWhileInUse();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        for (String companion : COMPANIONS) {
            Files.deleteIfExists(Path.of(fresh + companion));
        }
        Salvage salvage = Salvage.of(file, SqlitePort.ownersOnlyFile(fresh));
        String kept = file + ".damaged-" + Instant.now().getEpochSecond();
        for (String companion : COMPANIONS.reversed()) {
            Path one = Path.of(file + companion);
            if (Files.exists(one)) {
                Files.move(one, Path.of(kept + companion), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return repaired(damage, salvage, kept);
    }

    /** A file may be too damaged to be taken. */
    private void refuseWhileInUse() {
        try (SoleUse _ = SoleUse.of(file)) {
            // Nobody has it open.
        } catch (SQLException tooDamaged) {
            // Then no plugin works with it either.
        }
    }

    private static Finding repaired(String damage, Salvage salvage, String kept) {
        return salvage.complete()
                ? new Finding(
                        Grade.WARNING,
                        "file",
                        "was damaged (%s); all of its %d rows were saved, the old file is %s"
                                .formatted(damage, salvage.rows(), kept),
                        null)
                : new Finding(
                        Grade.ERROR,
                        "file",
                        "was damaged (%s); %d rows were saved, the others are lost, the old file is %s"
                                .formatted(damage, salvage.rows(), kept),
                        "state list shows what is left; a source without a position begins anew");
    }
}
