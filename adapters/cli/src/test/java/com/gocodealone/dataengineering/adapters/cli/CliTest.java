package com.gocodealone.dataengineering.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.cdc.Doctor;
import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.application.command.KeptState;
import com.gocodealone.dataengineering.application.command.Onlooker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a person gives, and what is printed. */
final class CliTest {
    private static final String TWO_SOURCES =
            """
            modules:
              - name: other
                type: database.workflow
                config: {dsn: "${vault:path#field}"}
              - name: shop
                type: cdc.source
                config: {provider: debezium, source_id: shop, connection: "${env:SHOP_DSN}", tables: [%s]}
              - name: mall
                type: cdc.source
                config: {provider: debezium, source_id: mall, connection: "postgres://u@h/d"}
            """;

    @TempDir private Path folder;
    private final FakeState state = new FakeState();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String... arguments) throws InterruptedException {
        return run(false, arguments);
    }

    private int run(boolean coloured, String... arguments) throws InterruptedException {
        Map<String, String> environment = Map.of("SHOP_DSN", "postgres://cdc:hunter2@h/shop");
        Doctor doctor = new Doctor(name -> new ExaminedProvider(), () -> null);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Cli(surroundings -> new Terminal(out, out, coloured))
                .run(
                        List.of(arguments),
                        new CommandLine.Surroundings(
                                "1.2.3",
                                environment,
                                doctor,
                                new Onlooker((engine, state) -> TestTypes.plugin()),
                                new KeptState(state)));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("app.yaml"), yaml).toString();
    }

    @Test
    void the_version_and_the_help_are_printed() throws Exception {
        assertThat(run("--version")).isZero();
        assertThat(printed()).isEqualTo("1.2.3\n");
        assertThat(run("--help")).isZero();
        assertThat(printed()).contains("doctor <config.yaml>");
    }

    @Test
    void an_unknown_command_is_answered_with_the_nearest() throws Exception {
        assertThat(run("docter")).isEqualTo(2);
        assertThat(printed()).isEqualTo("there is no command \"docter\" (did you mean doctor?)\n");
    }

    @Test
    void every_source_of_a_configuration_is_looked_at() throws Exception {
        assertThat(run("doctor", file(TWO_SOURCES.formatted("orders")))).isZero();

        assertThat(printed())
                .isEqualTo(
                        """
                        cdc.source "shop"
                          ok      connection: postgres://cdc:***@h/shop
                          warning limit: there is none
                                    SET limit;
                          It can start; 1 to think of.

                        cdc.source "mall"
                          ok      connection: postgres://u@h/d
                          warning limit: there is none
                                    SET limit;
                          It can start; 1 to think of.

                        """);
    }

    @Test
    void one_source_that_cannot_start_is_enough_to_fail() throws Exception {
        assertThat(run("doctor", file(TWO_SOURCES.formatted("ill")))).isEqualTo(1);

        assertThat(printed())
                .contains("  error   tables: ill is ill\n            CURE ill;\n")
                .contains("It cannot start: 1 to repair.")
                .doesNotContain("hunter2");
    }

    @Test
    void a_connection_is_looked_at_with_its_tables() throws Exception {
        assertThat(run("doctor", "postgresql://cdc:hunter2@h/shop", "ill")).isEqualTo(1);
        assertThat(printed()).startsWith("this database\n").doesNotContain("hunter2");
    }

    @Test
    void a_terminal_gets_colours_and_a_file_does_not() throws Exception {
        run(true, "doctor", "postgres://h/shop");
        assertThat(printed()).contains("\u001b[32mok     \u001b[0m connection");
        printed.reset();
        run("doctor", "postgres://h/shop");
        assertThat(printed()).doesNotContain("\u001b");
    }

    @Test
    void what_only_an_engine_can_resolve_is_named() throws Exception {
        String yaml =
                """
                modules:
                  - name: shop
                    type: cdc.source
                    config: {connection: "${vault:a#b}", options: {sslkey: ["${env:NOT_SET}"]}}
                """;

        assertThat(run("doctor", file(yaml))).isEqualTo(2);
        assertThat(printed())
                .isEqualTo(
                        "cdc.source \"shop\": ${vault:a#b} cannot be resolved here, only"
                                + " ${env:NAME} can; cdc.source \"shop\": the environment variable"
                                + " NOT_SET is not set\n");
    }

    @Test
    void a_configuration_that_is_not_right_is_a_finding() throws Exception {
        String yaml =
                """
                modules:
                  - name: shop
                    type: cdc.source
                    config: {provider: debezium, conection: x}
                """;

        assertThat(run("doctor", file(yaml))).isEqualTo(1);
        assertThat(printed()).contains("error   configuration: ").contains("conection");
    }

    @Test
    void a_file_that_cannot_be_looked_at_is_said_and_never_quoted() throws Exception {
        assertThat(run("doctor", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(run("doctor", file("modules: []"))).isEqualTo(2);
        assertThat(run("doctor", file("password: 'hunter2\n  - ["))).isEqualTo(2);
        assertThat(run("doctor")).isEqualTo(2);
        assertThat(printed())
                .contains("none.yaml cannot be read")
                .contains("has no module of type cdc.source")
                .contains("is not YAML")
                .contains("doctor needs a configuration file or a connection")
                .doesNotContain("hunter2");
    }

    @Test
    void an_option_that_a_command_does_not_have_is_answered_with_the_nearest() throws Exception {
        assertThat(run("types", "--jsn")).isEqualTo(2);
        assertThat(run("demo", "postgres://h/shop", "--snapshots")).isEqualTo(2);
        assertThat(run("doctor", "--quick")).isEqualTo(2);
        assertThat(printed())
                .isEqualTo(
                        """
                        there is no option "--jsn" (did you mean --json?)
                        there is no option "--snapshots" (did you mean --snapshot?)
                        there is no option "--quick" (--help says what there is)
                        """);
    }

    @Test
    void every_command_explains_itself() throws Exception {
        for (String command : List.of("doctor", "demo", "types", "state")) {
            printed.reset();
            assertThat(run(command, "--help")).isZero();
            assertThat(printed()).contains("  " + command + " ");
        }
    }

    @Test
    void the_types_are_listed_by_kind_each_with_a_line() throws Exception {
        assertThat(run("types")).isZero();
        assertThat(printed())
                .isEqualTo(
                        """
                        modules
                          cellar                     Keeps things cool.

                        triggers

                        steps
                          step.pour                  Pours a drink.

                        """);
    }

    @Test
    void a_type_is_shown_with_its_keys() throws Exception {
        assertThat(run("types", "pour")).isZero();
        assertThat(printed())
                .isEqualTo(
                        """
                        step step.pour
                          Pours a drink.

                        keys
                          drink                      string, required
                                                     What to pour
                          size                       select, default small: small, large
                                                     How much
                          from                       map
                                                     Where it is
                          from.shelf                 integer, default 1
                                                     Counted from below

                        answers with
                          poured                     boolean, required
                                                     Whether there was any

                        """);
    }

    @Test
    void types_are_json_for_a_program() throws Exception {
        assertThat(run("types", "cellar", "--json")).isZero();
        assertThat(printed())
                .isEqualTo(
                        """
                        [{"kind":"module","type":"cellar","meaning":"Keeps things cool.","keys":[\
                        {"key":"lock","type":"string","default":null,"required":false,\
                        "secret":true,"options":[],"meaning":"Opens it","keys":[]}],"output":[]}]
                        """);
    }

    @Test
    void an_unknown_type_is_answered_with_the_nearest() throws Exception {
        assertThat(run("types", "step.por")).isEqualTo(2);
        assertThat(printed())
                .isEqualTo("there is no type \"step.por\" (did you mean step.pour?)\n");
    }

    @Test
    void a_database_that_cannot_be_followed_is_not_shown_but_examined() throws Exception {
        assertThat(run("demo", "postgres://cdc:hunter2@h/shop", "ill")).isEqualTo(1);
        assertThat(printed()).contains("  error   tables: ill is ill").doesNotContain("hunter2");
    }

    @Test
    void a_demo_needs_a_database() throws Exception {
        assertThat(run("demo")).isEqualTo(2);
        assertThat(run("demo", "app.yaml")).isEqualTo(2);
        assertThat(printed())
                .contains("demo needs a connection")
                .contains("the first word has to be a connection");
    }
}
