package com.gocodealone.dataengineering.bootstrap;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the plugin lives. An update replaces its folder, so its state is kept beside the plugins:
 * in {@code <data-dir>/state/} when it is installed in {@code <data-dir>/plugins/}.
 *
 * @param folder the plugin's own folder
 */
record Home(Path folder, Map<String, String> environment) {
    /** Set by the launcher, which knows where it is. */
    private static final String PROPERTY = "plugin.home";

    private static final String STATE_DIR = "DATA_ENGINEERING_STATE_DIR";

    /** The same whatever name the plugin is installed under. */
    private static final String STATE_NAME = "data-engineering";

    static Home ofThisProcess() {
        Path folder = Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize();
        return new Home(folder, System.getenv());
    }

    Path providers() {
        return folder.resolve("providers");
    }

    Path state() {
        String chosen = environment.getOrDefault(STATE_DIR, "");
        return chosen.isBlank()
                ? folder.resolve("../../state").resolve(STATE_NAME).normalize()
                : Path.of(chosen).toAbsolutePath();
    }
}
