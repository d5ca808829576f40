package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

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
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The providers of one kind in {@code providers/}: the folder of jars, or the one jar, that has the
 * provider's name. Ours are loaded like any other, and none before it is named. Thread-safe.
 */
final class ProviderFolder<P> {
    private static final String JAR = ".jar";

    private final Path folder;
    private final Kind<P> kind;
    private final Map<String, P> loaded = new HashMap<>();

    private ProviderFolder(Path folder, Kind<P> kind) {
        this.folder = folder;
        this.kind = kind;
    }

    static ProviderFolder<CdcProvider> ofCdc(Path folder) {
        return new ProviderFolder<>(
                folder, new Kind<>("provider", CdcProvider.class, CdcProvider::name));
    }

    static ProviderFolder<TenancyStrategy> ofTenancy(Path folder) {
        return new ProviderFolder<>(
                folder, new Kind<>("strategy", TenancyStrategy.class, TenancyStrategy::name));
    }

    /** Whether there are jars called {@code name}. */
    boolean has(String name) {
        return names().contains(name);
    }

    /**
     * The provider that users know by {@code name}.
     *
     * @throws Failure INVALID when there is no such provider, or it cannot be loaded
     */
    synchronized P named(String name) {
        P provider = loaded.get(name);
        if (provider == null) {
            provider = load(name);
            loaded.put(name, provider);
        }
        return provider;
    }

    private P load(String name) {
        List<String> known = names();
        if (!known.contains(name)) {
            String hint =
                    Nearest.to(name, known)
                            .map("did you mean %s?"::formatted)
                            .orElse("known: " + String.join(", ", known));
            throw invalid("there is no provider \"%s\" (%s)".formatted(name, hint), null);
        }
        try {
            return found(name, new ProviderLoader(name, jarsOf(name)));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw invalid(
                    "\"%s\" cannot be loaded; it may be built for another version of this plugin (%s)"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    private P found(String name, ClassLoader loader) {
        List<P> found =
                ServiceLoader.load(kind.type(), loader).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        if (found.isEmpty()) {
            throw invalid(
                    "the jars of \"%s\" name no provider in META-INF/services/%s"
                            .formatted(name, kind.type().getName()),
                    null);
        }
        return found.stream()
                .filter(provider -> kind.nameOf().apply(provider).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        "the jars called \"%s\" hold the provider \"%s\"; give them its name"
                                                .formatted(
                                                        name,
                                                        kind.nameOf().apply(found.getFirst())),
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
            throw invalid("the folder %s cannot be read".formatted(folder), e);
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
            throw invalid("the folder %s cannot be read".formatted(several), e);
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

    private Failure invalid(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.INVALID, kind.key() + ": " + fact, cause);
    }

    /** What is looked for, and the key under which users name it. */
    private record Kind<P>(String key, Class<P> type, Function<P, String> nameOf) {}
}
