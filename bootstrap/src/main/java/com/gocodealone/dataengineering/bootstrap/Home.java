package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.plugin.MetricsPort;
import com.gocodealone.dataengineering.domain.Failure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the plugin lives. An update replaces its folder, so its state is kept beside the plugins:
 * in {@code <data-dir>/state/} when it is installed in {@code <data-dir>/plugins/}.
 *
 * @param folder the plugin's own folder
 * @param parts where this version's parts are: the same folder, or one in it
 */
record Home(Path folder, Path parts, Map<String, String> environment) {
    /** Set by the launcher, which knows where it is. */
    private static final String PROPERTY = "plugin.home";

    private static final String PARTS = "plugin.parts";
    private static final String PROVIDERS = "providers";

    private static final String PROVIDER_PATH = "DATA_ENGINEERING_PROVIDER_PATH";
    private static final String STATE_DIR = "DATA_ENGINEERING_STATE_DIR";
    private static final String METRICS_PORT = "DATA_ENGINEERING_METRICS_PORT";
    private static final String OTLP_ENDPOINT = "DATA_ENGINEERING_OTLP_ENDPOINT";
    private static final int LAST_PORT = 65535;

    /** The same whatever name the plugin is installed under. */
    private static final String STATE_NAME = "data-engineering";

    static Home ofThisProcess() {
        return new Home(folder(PROPERTY), folder(PARTS), System.getenv());
    }

    private static Path folder(String property) {
        return Path.of(System.getProperty(property, "")).toAbsolutePath().normalize();
    }

    /** This version's own folder of providers, the user's in the plugin's, and those named. */
    ProviderPath providers() {
        String chosen = environment.getOrDefault(PROVIDER_PATH, "");
        Path own = parts.resolve(PROVIDERS);
        List<Path> others = new ArrayList<>();
        Stream.of(folder.resolve(PROVIDERS))
                .filter(dropIns -> !dropIns.equals(own) && Files.isDirectory(dropIns))
                .forEach(others::add);
        Stream.of(chosen.split(File.pathSeparator, -1))
                .filter(one -> !one.isBlank())
                .map(one -> Path.of(one.strip()).toAbsolutePath())
                .forEach(others::add);
        String allowance = environment.getOrDefault(ProviderPath.ALLOWANCE, "");
        return new ProviderPath(own, others, allowance.strip().equals("true"));
    }

    Path state() {
        String chosen = environment.getOrDefault(STATE_DIR, "");
        return chosen.isBlank()
                ? folder.resolve("../../state").resolve(STATE_NAME).normalize()
                : Path.of(chosen).toAbsolutePath();
    }

    /** The same for a person who looks on: with its state in {@code state}, and no metrics. */
    Home lookingOn(Path state) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.keySet().removeAll(List.of(METRICS_PORT, OTLP_ENDPOINT));
        changed.put(STATE_DIR, state.toString());
        return new Home(folder, parts, changed);
    }

    /**
     * Where the user wants metrics.
     *
     * @throws Failure INVALID when the port is not one
     */
    MetricsPort.WaysOut metrics() {
        String port = environment.getOrDefault(METRICS_PORT, "");
        String endpoint = environment.getOrDefault(OTLP_ENDPOINT, "");
        return new MetricsPort.WaysOut(
                port.isBlank() ? null : port(port.strip()), endpoint.isBlank() ? null : endpoint);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // The sentence below says so.
        }
        throw new Failure(
                Failure.Kind.INVALID,
                "%s is \"%s\", and has to be a port from 1 to %d"
                        .formatted(METRICS_PORT, text, LAST_PORT));
    }
}
