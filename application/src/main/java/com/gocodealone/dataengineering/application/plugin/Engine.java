package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the engine does for the plugin. Thread-safe. */
public interface Engine {
    /**
     * Runs a workflow. The future completes when the workflow has run to its end, and with a {@link
     * Failure} when it failed (UNAVAILABLE) or when {@code data} can never be sent, because it is
     * too large (INVALID).
     *
     * @param workflow the name under which the trigger was created
     * @param data values as {@link com.gocodealone.dataengineering.domain.cdc.Row} allows them,
     *     rows, and maps and lists of these
     */
    CompletableFuture<Void> fire(
            String workflow, String action, Map<String, @Nullable Object> data);
}
