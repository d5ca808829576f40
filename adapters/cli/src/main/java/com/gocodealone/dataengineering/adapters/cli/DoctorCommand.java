package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code doctor}: looks at sources and prints what was found. Confined to a thread. */
final class DoctorCommand {
    private final Terminal terminal;
    private final CommandLine.Surroundings surroundings;

    DoctorCommand(Terminal terminal, CommandLine.Surroundings surroundings) {
        this.terminal = terminal;
        this.surroundings = surroundings;
    }

    /** A source to look at, under the name that a person knows it by. */
    record Patient(String name, Map<String, @Nullable Object> config) {}

    /**
     * @return 0 when every source can start, or else 1
     * @throws Failure when there is nothing to look at
     */
    int run(List<String> arguments) throws InterruptedException {
        List<String> places = Words.of(arguments).others();
        if (places.isEmpty()) {
            throw Words.wrongUse(
                    "doctor needs a configuration file or a connection, such as doctor app.yaml");
        }
        boolean ill = false;
        for (Patient patient : patients(places)) {
            ill |= !isHealthy(patient);
        }
        return ill ? 1 : 0;
    }

    private List<Patient> patients(List<String> arguments) {
        String first = arguments.getFirst();
        List<String> tables = arguments.subList(1, arguments.size());
        Optional<Database> database = Database.of(first);
        if (database.isPresent()) {
            return List.of(new Patient("this database", database.get().source("doctor", tables)));
        }
        if (!tables.isEmpty()) {
            throw Words.wrongUse(
                    "doctor takes one configuration file, or a connection and its tables");
        }
        return new ConfigFile(Path.of(first), surroundings.environment()).sources();
    }

    private boolean isHealthy(Patient patient) throws InterruptedException {
        terminal.line(patient.name());
        List<Finding> findings = surroundings.doctor().examine(patient.config());
        findings.forEach(terminal::finding);
        long errors = count(findings, Grade.ERROR);
        terminal.line(
                errors == 0
                        ? "  It can start%s.".formatted(warnings(count(findings, Grade.WARNING)))
                        : "  It cannot start: %d to repair.".formatted(errors));
        terminal.line("");
        return errors == 0;
    }

    private static String warnings(long count) {
        return count == 0 ? "" : "; %d to think of".formatted(count);
    }

    private static long count(List<Finding> findings, Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }
}
