package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.domain.Failure;

import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Work in one SQLite file, which fails with a sentence that names the file. Thread-safe. */
record SqliteFile(Jdbi jdbi, Path path) {
    /**
     * Does all of {@code work}, or nothing.
     *
     * @throws Failure UNAVAILABLE when the file cannot be used
     */
    <R extends @Nullable Object> R call(HandleCallback<R, RuntimeException> work) {
        return guarded(() -> jdbi.inTransaction(work));
    }

    /** Reads, while others may write. */
    void look(HandleConsumer<RuntimeException> reading) {
        guarded(
                () -> {
                    jdbi.useHandle(reading);
                    return true;
                });
    }

    private <R extends @Nullable Object> R guarded(Supplier<R> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the state in %s cannot be used: %s".formatted(path, cause.getMessage()),
                    e);
        }
    }

    /** The same, without an answer. */
    void change(HandleConsumer<RuntimeException> work) {
        call(
                handle -> {
                    work.useHandle(handle);
                    return true;
                });
    }
}
