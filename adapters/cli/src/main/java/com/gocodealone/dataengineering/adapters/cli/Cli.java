package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.domain.Failure;

import java.util.List;
import java.util.function.Function;

/** The commands. Stateless. */
public final class Cli implements CommandLine {
    private static final int WRONG_USE = 2;

    private static final String HELP =
            """
            workflow-plugin-data-engineering, a plugin of the GoCodeAlone/workflow engine

              doctor <config.yaml>              looks at every cdc.source of the engine's configuration
              doctor <connection> [table...]    looks at a database, such as postgres://user@host/shop
              demo <connection> [table...]      prints every change as a line of JSON, until Ctrl-C
                   --snapshot                   first the rows that are there
              types [type] [--json]             what there is: modules, triggers, steps; or one, with its keys
              state list [--json]               what is kept of each source: position, dead letters, size
              state export [file]               everything that is kept, a line of JSON each
              state check                       reads everything that is kept, and says what is damaged
              state repair                      the same, and saves what can be saved
              state move <folder>               moves what is kept; the engine must not run
              --version                         says which version this is
              --help                            says this

            It ends with 0 when all is well, 1 when something is wrong with what was looked at, and 2
            when it could not look. doctor, demo and check change nothing, but that demo has
            PostgreSQL keep its log while it runs. The state is in DATA_ENGINEERING_STATE_DIR.
            NO_COLOR=1 turns colours off. Without arguments the engine starts it as its plugin.\
            """;

    private static final List<String> COMMANDS =
            List.of("doctor", "demo", "types", "state", "--version", "--help");

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
            if (rest.contains("--help") || rest.contains("-h")) {
                return say(terminal, HELP);
            }
            return switch (command) {
                case "--help", "-h", "help" -> say(terminal, HELP);
                case "--version", "version" -> say(terminal, surroundings.version());
                case "doctor" -> new DoctorCommand(terminal, surroundings).run(rest);
                case "demo" -> new DemoCommand(terminal, surroundings).run(rest);
                case "types" -> new TypesCommand(terminal, surroundings).run(rest);
                case "state" -> new StateCommand(terminal, surroundings.state()).run(rest);
                default -> throw Words.unknown("command", command, COMMANDS);
            };
        } catch (Failure failure) {
            terminal.note(failure.fact());
            return WRONG_USE;
        }
    }

    private static int say(Terminal terminal, String text) {
        terminal.line(text);
        return 0;
    }
}
