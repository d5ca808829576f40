package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.config.Settings;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

class ProviderFolderTest {
    @TempDir private Path work;

    @Test
    void two_providers_may_bring_different_versions_of_one_library() throws IOException {
        jar(folder().resolve("one/provider.jar"), "one", 1, "acme.P");
        jar(folder().resolve("two.jar"), "two", 2, "acme.P");
        ProviderFolder<CdcProvider> providers = ProviderFolder.ofCdc(path());
        assertThat(providers.named("one").toString()).isEqualTo("library 1");
        assertThat(providers.named("two").toString()).isEqualTo("library 2");
    }

    @Test
    void a_provider_sees_the_spi_and_nothing_else_of_the_plugin() throws Exception {
        jar(folder().resolve("one.jar"), "one", 1, "acme.P");
        ClassLoader loader = ProviderFolder.ofCdc(path()).named("one").getClass().getClassLoader();
        assertThat(loader.loadClass(Failure.class.getName())).isEqualTo(Failure.class);
        assertThatThrownBy(() -> loader.loadClass(Plugin.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void nothing_is_loaded_before_it_is_named_and_then_once() throws IOException {
        jar(folder().resolve("one.jar"), "one", 1, "acme.P");
        Files.writeString(folder().resolve("broken.jar"), "no jar at all");
        ProviderFolder<CdcProvider> providers = ProviderFolder.ofCdc(path());
        assertThat(providers.named("one")).isSameAs(providers.named("one"));
    }

    @Test
    void an_unknown_name_is_answered_with_the_nearest_there_is() throws IOException {
        jar(folder().resolve("debezium/provider.jar"), "debezium", 1, "acme.P");
        refuses("debezum", "provider: there is no provider \"debezum\" (did you mean debezium?)");
        refuses("../../etc", "provider: there is no provider \"../../etc\" (known: debezium)");
    }

    @Test
    void jars_that_cannot_be_used_are_told_apart() throws IOException {
        jar(folder().resolve("wrong.jar"), "right", 1, "acme.P");
        jar(folder().resolve("unnamed.jar"), "unnamed", 1, "");
        jar(folder().resolve("missing.jar"), "missing", 1, "acme.Missing");
        Files.writeString(folder().resolve("broken.jar"), "no jar at all");
        refuses("wrong", "hold the provider \"right\"; give them its name");
        refuses("unnamed", "hold no provider (META-INF/services names no CdcProvider)");
        refuses("missing", "\"missing\" cannot be loaded");
        refuses("broken", "broken.jar is not a whole jar");
    }

    @Test
    void a_name_that_is_there_twice_is_refused_and_the_others_work() throws IOException {
        jar(folder().resolve("one.jar"), "one", 1, "acme.P");
        jar(folder().resolve("one/provider.jar"), "one", 1, "acme.P");
        jar(folder().resolve("two.jar"), "two", 1, "acme.P");
        jar(mine().resolve("two/provider.jar"), "two", 1, "acme.P");
        jar(folder().resolve("three.jar"), "three", 3, "acme.P");
        refuses("one", "\"one\" is there twice: %s and".formatted(folder().resolve("one")));
        refuses("two", "and %s; keep one of them".formatted(mine().resolve("two")));
        assertThat(ProviderFolder.ofCdc(path()).named("three").toString()).isEqualTo("library 3");
    }

    @Test
    void a_jar_that_was_built_for_another_version_is_refused_with_what_it_lacks()
            throws IOException {
        Path sources = Files.createTempDirectory(work, "old");
        Path spi =
                Files.writeString(
                        sources.resolve("CdcProvider.java"),
                        "package com.gocodealone.dataengineering.domain.cdc;"
                                + " public interface CdcProvider { String name(); }");
        Path provider =
                Files.writeString(
                        sources.resolve("P.java"),
                        "package acme; public class P implements"
                                + " com.gocodealone.dataengineering.domain.cdc.CdcProvider { public"
                                + " String name() { return \"old\"; } }");
        compile(sources, List.of(), List.of(spi, provider));
        pack(
                folder().resolve("old.jar"),
                sources,
                List.of("acme/P.class"),
                CdcProvider.class,
                "acme.P");
        refuses("old", "built for another version of this plugin: it lacks capabilities, open");
    }

    @Test
    void a_strategy_is_dropped_in_as_a_provider_is() throws IOException {
        Path classes = Files.createTempDirectory(work, "strategy");
        Path strategy =
                Files.writeString(
                        classes.resolve("ByCompany.java"),
                        """
                        package acme;
                        import com.gocodealone.dataengineering.domain.tenancy.*;
                        public class ByCompany implements TenancyStrategy {
                            public String name() { return "by_company"; }
                            public Placement place(TenancySpec spec, String tenant) {
                                return new Placement.OwnDatabase(OwnName.of("company_", tenant));
                            }
                        }
                        """);
        compile(classes, List.of("-cp", System.getProperty("java.class.path")), List.of(strategy));
        Path jar = mine().resolve("by_company.jar");
        pack(
                jar,
                classes,
                List.of("acme/ByCompany.class"),
                TenancyStrategy.class,
                "acme.ByCompany");
        StrategyLoader strategies = new StrategyLoader(ProviderFolder.ofTenancy(path()));
        TenancySpec spec = Settings.of(Map.of()).as(TenancySpec.class);
        assertThat(strategies.named("by_company").place(spec, "acme").where())
                .isEqualTo("database company_acme");
        assertThatThrownBy(() -> strategies.named("by_firm"))
                .hasMessageContaining("strategy: there is no strategy \"by_firm\"");
    }

    @Test
    void a_provider_may_be_in_a_folder_that_the_user_names_and_only_he_can_write()
            throws IOException {
        Path jar = mine().resolve("own/provider.jar");
        jar(jar, "own", 1, "acme.P");
        assertThat(ProviderFolder.ofCdc(path()).named("own").toString()).isEqualTo("library 1");
        for (Path file : List.of(jar, jar.resolveSibling(""), mine(), work)) {
            permit(file, "rwxrwxr-x");
            refuses("own", file + " can be written by others than its owner");
            refuses("own", "chmod go-w " + file + ", or set DATA_ENGINEERING_ALLOW_WRITABLE");
            permit(file, "rwxr-xr-x");
        }
    }

    @Test
    void where_others_may_write_but_not_replace_a_provider_is_as_good_as_any() throws IOException {
        jar(mine().resolve("own/provider.jar"), "own", 1, "acme.P");
        Files.setAttribute(mine(), "unix:mode", 01777);
        assertThat(ProviderFolder.ofCdc(path()).named("own").toString()).isEqualTo("library 1");
    }

    @Test
    void a_provider_that_a_link_in_an_open_folder_leads_to_is_refused() throws IOException {
        Path jar = Files.createDirectory(work.resolve("closed")).resolve("linked.jar");
        jar(jar, "linked", 1, "acme.P");
        Files.createSymbolicLink(Files.createDirectories(mine()).resolve("linked.jar"), jar);
        assertThat(ProviderFolder.ofCdc(path()).named("linked").toString()).isEqualTo("library 1");
        permit(mine(), "rwxrwxrwx");
        refuses("linked", "can be written by others");
        permit(mine(), "rwx------");
        permit(jar.resolveSibling(""), "rwxrwxrwx");
        refuses("linked", "can be written by others");
    }

    @Test
    void a_provider_that_others_may_write_is_taken_from_the_plugins_own_folder_or_if_allowed()
            throws IOException {
        Path jar = folder().resolve("ours.jar");
        jar(jar, "ours", 1, "acme.P");
        permit(jar, "rwxrwxrwx");
        assertThat(ProviderFolder.ofCdc(path()).named("ours").toString()).isEqualTo("library 1");
        Path theirs = mine().resolve("own/provider.jar");
        jar(theirs, "own", 1, "acme.P");
        permit(theirs, "rwxrwxrwx");
        refuses("own", "can be written by others");
        ProviderPath allowed = new ProviderPath(folder(), List.of(mine()), true);
        assertThat(ProviderFolder.ofCdc(allowed).named("own").toString()).isEqualTo("library 1");
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void a_named_folder_that_is_missing_is_said_when_a_provider_is() throws IOException {
        jar(folder().resolve("one.jar"), "one", 1, "acme.P");
        assertThat(ProviderFolder.ofCdc(path()).named("one").toString()).isEqualTo("library 1");
        refuses("own", "the folder %s cannot be read".formatted(mine()));
    }

    private void refuses(String name, String sentence) {
        assertThatThrownBy(() -> ProviderFolder.ofCdc(path()).named(name))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(sentence);
    }

    private Path folder() {
        return work.resolve("providers");
    }

    private Path mine() {
        return work.resolve("mine");
    }

    private ProviderPath path() {
        return new ProviderPath(folder(), List.of(mine()), false);
    }

    /** A jar with a provider called {@code name} and version {@code library} of a library. */
    private void jar(Path file, String name, int library, String service) throws IOException {
        List<String> entries = List.of("lib/Lib.class", "acme/P.class");
        pack(file, compile(name, library), entries, CdcProvider.class, service);
    }

    private static void pack(
            Path file, Path classes, List<String> entries, Class<?> spi, String service)
            throws IOException {
        Files.createDirectories(file.getParent());
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                jar.putNextEntry(new JarEntry(entry));
                jar.write(Files.readAllBytes(classes.resolve(entry)));
            }
            if (!service.isEmpty()) {
                jar.putNextEntry(new JarEntry("META-INF/services/" + spi.getName()));
                jar.write(service.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Path compile(String name, int library) throws IOException {
        Path sources = Files.createTempDirectory(work, "sources");
        Path lib =
                Files.writeString(
                        sources.resolve("Lib.java"),
                        "package lib; public class Lib { public static int V = %d; }"
                                .formatted(library));
        Path provider =
                Files.writeString(
                        sources.resolve("P.java"),
                        """
                        package acme;
                        import com.gocodealone.dataengineering.domain.cdc.*;
                        public class P implements CdcProvider {
                            public String name() { return "%s"; }
                            public java.util.Set<Capability> capabilities() { return java.util.Set.of(); }
                            public void validate(SourceSpec source) {}
                            public ChangeStream open(SourceSpec source, StreamContext context) { return null; }
                            public String toString() { return "library " + lib.Lib.V; }
                        }
                        """
                                .formatted(name));
        compile(
                sources,
                List.of("-cp", System.getProperty("java.class.path")),
                List.of(lib, provider));
        return sources;
    }

    private static void compile(Path target, List<String> options, List<Path> sources)
            throws IOException {
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var files = javac.getStandardFileManager(null, null, null)) {
            StringWriter log = new StringWriter();
            List<String> all = new ArrayList<>(List.of("-d", target.toString(), "-proc:none"));
            all.addAll(options);
            var units = files.getJavaFileObjectsFromPaths(sources);
            assertThat(javac.getTask(log, files, null, all, null, units).call())
                    .as(log.toString())
                    .isTrue();
        }
    }
}
