package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.migration.Version;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The keys that say which migrations to run, and how patiently. */
record MigrationKeys(
        @Doc(
                        "The folder with the migrations, as a path from the root: V1__what.sql,"
                                + " R__what.sql or 001_what.up.sql; else that of the data.tenancy"
                                + " counts")
                @Alias({"migrations_dir", "migrationsDir"})
                @Nullable String migrations,
        @Doc("Values for what the scripts call ${name}") Map<String, String> placeholders,
        @Doc("How long a script may wait for a lock") @Default("10s") Duration lockTimeout,
        @Doc("How long one script may run") @Default("10m") Duration statementTimeout) {

    /**
     * The migrations, read.
     *
     * @throws Failure INVALID when there are none, or something is wrong with them
     */
    MigrationOrder order(Usual usual, @Nullable Version target) {
        String folder = folder(usual);
        if (folder == null) {
            throw new Failure(
                    Failure.Kind.INVALID, "migrations is required: the folder with the scripts");
        }
        return new MigrationOrder(
                ScriptFolder.read(fromRoot("migrations", folder)),
                target,
                placeholders,
                lockTimeout,
                statementTimeout);
    }

    private @Nullable String folder(Usual usual) {
        return migrations == null ? usual.migrations() : migrations;
    }

    /**
     * A path that means the same wherever the engine was started.
     *
     * @throws Failure INVALID when {@code text} is another
     */
    static Path fromRoot(String key, String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "%s: \"%s\" is not a path from the root, such as /srv/app/%s"
                            .formatted(key, text, key));
        }
        return path;
    }

    /** What {@code path} leads to, read; null when none is given. */
    @Nullable Seed seed(@Nullable String path) {
        return path == null
                ? null
                : new Seed(
                        ScriptFolder.seed(fromRoot("seed", path)), placeholders, statementTimeout);
    }

    /** The migrations, read; null when no folder is given. */
    @Nullable MigrationOrder orderIfAny(Usual usual) {
        return folder(usual) == null ? null : order(usual, null);
    }
}
