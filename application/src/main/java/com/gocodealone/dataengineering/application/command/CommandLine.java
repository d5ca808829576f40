package com.gocodealone.dataengineering.application.command;

import com.gocodealone.dataengineering.application.cdc.Doctor;

import java.util.List;
import java.util.Map;

/**
 * The executable as a person runs it: with arguments, which an engine never gives. Found with
 * {@link java.util.ServiceLoader}, and not loaded when an engine runs the plugin.
 */
public interface CommandLine {
    /**
     * Does what {@code arguments} say, and prints it.
     *
     * @return the exit code of the process
     */
    int run(List<String> arguments, Surroundings surroundings) throws InterruptedException;

    /**
     * What there is to work with.
     *
     * @param version of the plugin
     */
    record Surroundings(
            String version,
            Map<String, String> environment,
            Doctor doctor,
            Onlooker onlooker,
            KeptState state) {
        public Surroundings {
            environment = Map.copyOf(environment);
        }
    }
}
