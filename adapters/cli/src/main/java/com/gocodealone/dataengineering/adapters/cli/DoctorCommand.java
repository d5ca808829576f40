package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code doctor}: looks at sources and prints what was found. Confined to a thread. */
final class DoctorCommand {
    private static final Pattern CONNECTION =
            Pattern.compile("(?:jdbc:)?(?<kind>[a-zA-Z]+)://.*", Pattern.DOTALL);

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
        if (arguments.isEmpty()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "doctor needs a configuration file or a connection, such as doctor app.yaml");
        }
        boolean ill = false;
        for (Patient patient : patients(arguments)) {
            ill |= !isHealthy(patient);
        }
        return ill ? 1 : 0;
    }

    private List<Patient> patients(List<String> arguments) {
        String first = arguments.getFirst();
        Matcher connection = CONNECTION.matcher(first);
        if (connection.matches()) {
            List<String> tables = arguments.subList(1, arguments.size());
            return List.of(patient(first, connection.group("kind"), tables));
        }
        if (arguments.size() > 1) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "doctor takes one configuration file, or a connection and its tables");
        }
        return new ConfigFile(Path.of(first), surroundings.environment()).sources();
    }

    private static Patient patient(String connection, String kind, List<String> tables) {
        String type = kind.toLowerCase(Locale.ROOT);
        Map<String, @Nullable Object> config =
                Map.of(
                        "source_id",
                        "doctor",
                        "provider",
                        "debezium",
                        "source_type",
                        type.equals("postgresql") ? "postgres" : type,
                        "connection",
                        connection,
                        "tables",
                        tables);
        return new Patient("this database", config);
    }

    private boolean isHealthy(Patient patient) throws InterruptedException {
        terminal.line(patient.name());
        List<Finding> findings = surroundings.doctor().examine(patient.config());
        findings.forEach(this::print);
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

    private void print(Finding finding) {
        terminal.line(finding.grade(), "%s: %s".formatted(finding.subject(), finding.fact()));
        String repair = finding.repair();
        if (repair != null) {
            terminal.line("            " + repair);
        }
    }

    private static long count(List<Finding> findings, Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }
}
