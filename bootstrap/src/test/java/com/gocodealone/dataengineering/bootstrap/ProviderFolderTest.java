package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

class ProviderFolderTest {
    private static final String SERVICES = "META-INF/services/" + CdcProvider.class.getName();

    @TempDir private Path work;

    @Test
    void two_providers_may_bring_different_versions_of_one_library() throws IOException {
        jar(folder().resolve("one/provider.jar"), "one", 1, "acme.P");
        jar(folder().resolve("two.jar"), "two", 2, "acme.P");
        ProviderFolder<CdcProvider> providers = ProviderFolder.ofCdc(folder());
        assertThat(providers.named("one").toString()).isEqualTo("library 1");
        assertThat(providers.named("two").toString()).isEqualTo("library 2");
    }

    @Test
    void a_provider_sees_the_spi_and_nothing_else_of_the_plugin() throws Exception {
        jar(folder().resolve("one.jar"), "one", 1, "acme.P");
        ClassLoader loader =
                ProviderFolder.ofCdc(folder()).named("one").getClass().getClassLoader();
        assertThat(loader.loadClass(Failure.class.getName())).isEqualTo(Failure.class);
        assertThatThrownBy(() -> loader.loadClass(Plugin.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void nothing_is_loaded_before_it_is_named_and_then_once() throws IOException {
        jar(folder().resolve("one.jar"), "one", 1, "acme.P");
        Files.writeString(folder().resolve("broken.jar"), "no jar at all");
        ProviderFolder<CdcProvider> providers = ProviderFolder.ofCdc(folder());
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
        refuses("unnamed", "name no provider in " + SERVICES);
        refuses("missing", "\"missing\" cannot be loaded");
        refuses("broken", "\"broken\"");
    }

    private void refuses(String name, String sentence) {
        assertThatThrownBy(() -> ProviderFolder.ofCdc(folder()).named(name))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(sentence);
    }

    private Path folder() {
        return work.resolve("providers");
    }

    /** A jar with a provider called {@code name} and version {@code library} of a library. */
    private void jar(Path file, String name, int library, String service) throws IOException {
        Path classes = compile(name, library);
        Files.createDirectories(file.getParent());
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (String entry : List.of("lib/Lib.class", "acme/P.class")) {
                jar.putNextEntry(new JarEntry(entry));
                jar.write(Files.readAllBytes(classes.resolve(entry)));
            }
            if (!service.isEmpty()) {
                jar.putNextEntry(new JarEntry(SERVICES));
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
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var files = javac.getStandardFileManager(null, null, null)) {
            StringWriter log = new StringWriter();
            List<String> options =
                    List.of(
                            "-d",
                            sources.toString(),
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path"));
            var units = files.getJavaFileObjects(lib, provider);
            assertThat(javac.getTask(log, files, null, options, null, units).call())
                    .as(log.toString())
                    .isTrue();
        }
        return sources;
    }
}
