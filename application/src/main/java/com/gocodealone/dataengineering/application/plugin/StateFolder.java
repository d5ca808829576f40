package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.cdc.Finding;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The folder that holds the state, for a person who looks after it. What changes something is
 * refused with CONFLICT while a plugin has the state open. Confined to a thread.
 */
public interface StateFolder {
    /** One thing that is kept. */
    sealed interface Entry {
        /** The owner that it is kept for, such as {@code source:shop}. */
        String owner();

        /**
         * One entry of a {@link com.gocodealone.dataengineering.domain.cdc.StateStore}.
         *
         * @param changedAt null when a version wrote it that did not note that
         */
        record Fact(String owner, String key, String value, @Nullable Instant changedAt)
                implements Entry {}

        /** A dead letter. */
        record PutAside(String owner, DeadLetters.Letter letter) implements Entry {}

        /** One of the structures that a table had. */
        record Structure(String owner, SchemaLog.Entry entry) implements Entry {}
    }

    /** Where it is. */
    Path path();

    /** Whether anything is kept there. */
    boolean exists();

    /**
     * Hands over everything that is kept; a plugin may go on meanwhile.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure UNAVAILABLE when it cannot be read
     */
    void read(Consumer<Entry> reader);

    /** Whether all of it is whole, and only its owner's; changes nothing. */
    List<Finding> check();

    /** Puts right what {@link #check} finds, and says what was done; what is replaced is kept. */
    List<Finding> repair();

    /**
     * Moves it to {@code target}, which must not hold anything; whatever happens in between, one of
     * the two places has all of it.
     */
    void moveTo(Path target);
}
