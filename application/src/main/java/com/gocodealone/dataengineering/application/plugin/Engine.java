package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the engine does for the plugin. Thread-safe. */
public interface Engine {
    /** Data as it goes to the engine; it may also stand as a value in other data. Immutable. */
    interface Payload {
        /** How many bytes it takes. */
        int bytes();
    }

    /**
     * Writes {@code data} once, for any number of runs.
     *
     * @param data values as {@link com.gocodealone.dataengineering.domain.cdc.Row} allows them,
     *     rows, payloads, and maps and lists of these
     * @throws Failure INVALID when it cannot be written
     */
    Payload encode(Map<String, @Nullable Object> data);

    /** How many bytes the data of one run may have. */
    int mostBytes(String workflow, String action);

    /**
     * Runs a workflow. The future completes when the workflow has run to its end, and with a {@link
     * Failure} when it failed (UNAVAILABLE) or when {@code data} can never be sent, because it is
     * too large (INVALID).
     *
     * @param workflow the name under which the trigger was created
     * @param data made by this engine
     */
    CompletableFuture<Void> fire(String workflow, String action, Payload data);

    /** Runs a workflow once with {@code data}; what cannot be written is INVALID too. */
    default CompletableFuture<Void> fire(
            String workflow, String action, Map<String, @Nullable Object> data) {
        try {
            return fire(workflow, action, encode(data));
        } catch (Failure failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
