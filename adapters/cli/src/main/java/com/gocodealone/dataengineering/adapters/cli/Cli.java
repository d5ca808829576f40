package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Nearest;

import java.util.List;
import java.util.function.Function;

/** The commands. Stateless. */
public final class Cli implements CommandLine {
    private static final int WRONG_USE = 2;

    private static final String HELP =
            """
            workflow-plugin-data-engineering, a plugin of the GoCodeAlone/workflow engine

              doctor <config.yaml>           looks at every cdc.source of the engine's configuration
              doctor <connection> [table...] looks at a database, such as postgres://user@host/shop
              --version                      says which version this is
              --help                         says this

            doctor changes nothing. It says what is right, what is wrong, and the statement that
            repairs it, and ends with 0 when every source can start, 1 when one cannot, 2 when it
            could not look. Without arguments the engine starts it as its plugin.\
            """;

    private final Function<Surroundings, Terminal> terminals;

    /** For the service loader. */
    public Cli() {
        this(surroundings -> Terminal.ofThisProcess(surroundings.environment()));
    }

    Cli(Function<Surroundings, Terminal> terminals) {
        this.terminals = terminals;
    }

    @Override
    public int run(List<String> arguments, Surroundings surroundings) throws InterruptedException {
        Terminal terminal = terminals.apply(surroundings);
        String command = arguments.getFirst();
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            return switch (command) {
                case "--help", "-h", "help" -> say(terminal, HELP);
                case "--version", "version" -> say(terminal, surroundings.version());
                case "doctor" -> new DoctorCommand(terminal, surroundings).run(rest);
                default -> throw unknown(command);
            };
        } catch (Failure failure) {
            terminal.line(failure.fact());
            return WRONG_USE;
        }
    }

    private static int say(Terminal terminal, String text) {
        terminal.line(text);
        return 0;
    }

    private static Failure unknown(String command) {
        String hint =
                Nearest.to(command, List.of("doctor", "--version", "--help"))
                        .map("did you mean %s?"::formatted)
                        .orElse("--help says what there is");
        return new Failure(
                Failure.Kind.INVALID, "there is no command \"%s\" (%s)".formatted(command, hint));
    }
}
