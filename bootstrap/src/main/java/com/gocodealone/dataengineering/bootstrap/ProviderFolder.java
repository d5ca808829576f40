package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.cdc.Providers;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.config.Nearest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The CDC providers in {@code providers/}: the folder of jars, or the one jar, that has the
 * provider's name. Ours are loaded like any other, and none before it is named. Thread-safe.
 */
final class ProviderFolder implements Providers {
    private static final String JAR = ".jar";

    private final Path folder;
    private final Map<String, CdcProvider> loaded = new HashMap<>();

    ProviderFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized CdcProvider named(String name) {
        CdcProvider provider = loaded.get(name);
        if (provider == null) {
            provider = load(name);
            loaded.put(name, provider);
        }
        return provider;
    }

    private CdcProvider load(String name) {
        List<String> known = names();
        if (!known.contains(name)) {
            String hint =
                    Nearest.to(name, known)
                            .map("did you mean %s?"::formatted)
                            .orElse("known: " + String.join(", ", known));
            throw invalid("provider: there is no provider \"%s\" (%s)".formatted(name, hint), null);
        }
        try {
            return found(name, new ProviderLoader(name, jarsOf(name)));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw invalid(
                    "provider: \"%s\" cannot be loaded; it may be built for another version of this plugin (%s)"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    private static CdcProvider found(String name, ClassLoader loader) {
        List<CdcProvider> found =
                ServiceLoader.load(CdcProvider.class, loader).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        if (found.isEmpty()) {
            throw invalid(
                    "provider: the jars of \"%s\" name no provider in META-INF/services/%s"
                            .formatted(name, CdcProvider.class.getName()),
                    null);
        }
        return found.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        "provider: the jars called \"%s\" hold the provider \"%s\"; give them its name"
                                                .formatted(name, found.getFirst().name()),
                                        null));
    }

    private List<String> names() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isDirectory(entry) || isJar(entry))
                    .map(entry -> entry.getFileName().toString())
                    .map(file -> file.endsWith(JAR) ? file.substring(0, file.length() - 4) : file)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw invalid("provider: the folder %s cannot be read".formatted(folder), e);
        }
    }

    private URL[] jarsOf(String name) {
        Path several = folder.resolve(name);
        if (!Files.isDirectory(several)) {
            return new URL[] {url(folder.resolve(name + JAR))};
        }
        try (Stream<Path> files = Files.list(several)) {
            return files.filter(ProviderFolder::isJar)
                    .sorted()
                    .map(ProviderFolder::url)
                    .toArray(URL[]::new);
        } catch (IOException e) {
            throw invalid("provider: the folder %s cannot be read".formatted(several), e);
        }
    }

    private static boolean isJar(Path file) {
        return file.toString().endsWith(JAR);
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Failure invalid(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.INVALID, fact, cause);
    }
}
