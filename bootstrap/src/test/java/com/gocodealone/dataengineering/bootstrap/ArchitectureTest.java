package com.gocodealone.dataengineering.bootstrap;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The architecture, as far as a machine can guard it. */
class ArchitectureTest {
    private static final String ROOT = "com.gocodealone.dataengineering.";
    private static final List<String> MODULES =
            List.of(
                    "domain",
                    "application",
                    "adapters/plugin-grpc",
                    "adapters/state",
                    "adapters/cli",
                    "adapters/metrics",
                    "adapters/tenancy",
                    "adapters/cdc-bento",
                    "adapters/cdc-debezium",
                    "adapters/cdc-dms",
                    "adapters/cdc-tck",
                    "bootstrap");

    /** Well below what there is: a rule over a handful of classes would prove nothing. */
    private static final int FEWEST_CLASSES = 100;

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .importPaths(MODULES.stream().map(ArchitectureTest::compiled).toList());

    private static final List<String> PURE_JAVA =
            List.of("java.lang..", "java.util..", "java.time..", "java.math..", "java.nio.file..");
    private static final List<String> ANY =
            List.of("java..", "javax..", "org.jspecify..", "org.slf4j..");
    private static final String DOMAIN = ROOT + "domain..";
    private static final String APPLICATION = ROOT + "application..";

    /** Debezium's classes that the provider replaces; a test of its own guards them. */
    private static final String REPLACED = "io.debezium..";

    /** Who may depend on whom. Read it as the architecture; there is no other copy. */
    private static final Map<String, List<String>> MAY_USE =
            Map.ofEntries(
                    entry(
                            "domain..",
                            join(PURE_JAVA, List.of("java.nio.charset..", "org.jspecify.."))),
                    entry(
                            "application..",
                            join(
                                    PURE_JAVA,
                                    List.of(
                                            "java.io..",
                                            "java.nio.charset..",
                                            "java.security..",
                                            "java.text..",
                                            "javax.crypto..",
                                            "org.jspecify..",
                                            "org.slf4j..",
                                            DOMAIN))),
                    entry(
                            "adapters.grpc..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            APPLICATION,
                                            ROOT + "proto..",
                                            "io.grpc..",
                                            "io.netty..",
                                            "com.google..",
                                            "com.fasterxml.jackson.."))),
                    entry(
                            "adapters.state..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            APPLICATION + "plugin",
                                            "org.jdbi..",
                                            "com.zaxxer.hikari..",
                                            "org.sqlite.."))),
                    entry(
                            "adapters.cli..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            APPLICATION + "command",
                                            APPLICATION + "cdc",
                                            APPLICATION + "plugin",
                                            "com.fasterxml.jackson.core",
                                            "org.snakeyaml.engine.."))),
                    entry(
                            "adapters.tenancy..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            APPLICATION + "tenancy",
                                            "org.jdbi..",
                                            "com.zaxxer.hikari..",
                                            "org.postgresql..",
                                            "org.mariadb.jdbc.."))),
                    entry(
                            "adapters.metrics..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            APPLICATION + "plugin",
                                            "io.micrometer..",
                                            "com.sun.net.httpserver"))),
                    entry(
                            "adapters.cdc.bento..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            "com.sun.net.httpserver",
                                            "com.fasterxml.jackson.."))),
                    entry(
                            "adapters.cdc.debezium..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            "jdk.net..",
                                            "io.debezium..",
                                            "org.apache.kafka..",
                                            "org.postgresql..",
                                            "com.mysql.cj..",
                                            "org.mariadb.jdbc..",
                                            "com.fasterxml.jackson.."))),
                    entry(
                            "adapters.cdc.dms..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            "software.amazon.awssdk..",
                                            "com.fasterxml.jackson.."))),
                    entry(
                            "adapters.cdc.tck..",
                            join(
                                    ANY,
                                    List.of(
                                            DOMAIN,
                                            "org.junit.jupiter..",
                                            "org.assertj..",
                                            "com.sun.management"))),
                    entry(
                            "bootstrap..",
                            join(ANY, List.of(DOMAIN, APPLICATION, "com.sun.management"))));

    @TestFactory
    Stream<DynamicTest> each_package_uses_only_what_the_table_allows() {
        return MAY_USE.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> check(row)));
    }

    private static void check(Map.Entry<String, List<String>> row) {
        String self = ROOT + row.getKey();
        String[] allowed =
                Stream.concat(Stream.of(self), row.getValue().stream()).toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(self)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .because(
                        "an arrow that the table lacks is a decision: move the class, or add the"
                                + " arrow here")
                .check(CODE);
    }

    @Test
    void every_class_is_under_a_row_of_the_table() {
        assertThat(CODE.size()).isGreaterThan(FEWEST_CLASSES);
        assertThat(CODE.stream().filter(ArchitectureTest::isUnderNoRow).map(JavaClass::getName))
                .isEmpty();
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void every_package_is_null_marked() {
        Set<String> unmarked =
                CODE.stream()
                        .map(JavaClass::getPackage)
                        .filter(one -> !one.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .collect(Collectors.toSet());
        assertThat(unmarked).isEmpty();
    }

    @Test
    void every_step_and_part_type_is_offered() {
        var plugin = Unreachable.plugin();
        long offered =
                Stream.of(TypeInfo.Kind.values())
                        .mapToLong(kind -> plugin.types(kind).size())
                        .sum();
        List<JavaClass> written =
                CODE.stream()
                        .filter(
                                one ->
                                        one.isAssignableTo(Step.class)
                                                || one.isAssignableTo(PartType.class))
                        .filter(one -> !one.isInterface())
                        .filter(one -> !one.getModifiers().contains(JavaModifier.ABSTRACT))
                        .toList();
        assertThat(written).isNotEmpty().hasSize(Math.toIntExact(offered));
    }

    @Test
    void a_type_is_named_after_its_class() {
        CODE.stream()
                .filter(one -> one.isAssignableTo(Step.class) && !one.isInterface())
                .forEach(one -> assertThat(one.getPackageName()).startsWith(ROOT + "application."));
        assertThat(CODE.that(resideInAPackage(ROOT + "application.."))).isNotEmpty();
    }

    @Test
    void only_the_handshake_and_the_command_line_touch_standard_output() {
        noClasses()
                .that()
                .haveSimpleNameNotContaining("Handshake")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "adapters.cli.Terminal")
                .and()
                .resideOutsideOfPackage(ROOT + "adapters.cdc.tck..") // never part of a plugin
                .should()
                .accessField(System.class, "out")
                .because(
                        "one stray line there and the engine cannot load the plugin; a person who"
                                + " gives arguments is no engine")
                .check(CODE);
    }

    private static boolean isUnderNoRow(JavaClass one) {
        return Stream.concat(Stream.of(REPLACED), MAY_USE.keySet().stream().map(ROOT::concat))
                .noneMatch(row -> resideInAPackage(row).test(one));
    }

    private static List<String> join(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Path compiled(String module) {
        Path classes = Path.of("..").resolve(module).resolve("target/classes");
        assertThat(Files.isDirectory(classes)).as("%s is compiled", classes).isTrue();
        return classes;
    }
}
