package com.gocodealone.dataengineering.application.plugin;

import java.util.function.Function;

/** A way for an engine to reach the plugin, found with {@link java.util.ServiceLoader}. */
public interface PluginPort {
    /**
     * Serves the plugin until the engine says that it is over, or is gone; then closes it.
     *
     * @param plugin makes the plugin, given the way back to the engine
     * @return the exit code of the process
     */
    int serve(Function<Engine, Plugin> plugin) throws InterruptedException;
}
