package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.cdc.StateStore;

import java.nio.file.Path;

/** Everything the plugin keeps across restarts. Thread-safe. */
public interface StateStores extends AutoCloseable {
    /** The state of one owner, for example of one source. */
    StateStore of(String owner);

    /** The structures that the tables of one owner had. */
    SchemaLog schemas(String owner);

    /** The events that were put aside. */
    DeadLetters deadLetters();

    @Override
    void close();

    /** Opens state, found with {@link java.util.ServiceLoader}. */
    interface Port {
        /**
         * Opens the state in {@code folder}, which is made for its owner only when it is missing.
         *
         * @throws com.gocodealone.dataengineering.domain.Failure UNAVAILABLE when that cannot be
         */
        StateStores open(Path folder);

        /** The same folder, for a person; nothing is opened or made yet. */
        StateFolder folder(Path folder);
    }
}
