package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The providers of one kind. Ours are loaded like any other, and none before it is named; one that
 * cannot be loaded is no trouble to the others. Thread-safe.
 */
final class ProviderFolder<P> {
    private final ProviderPath path;
    private final Kind<P> kind;
    private final Map<String, P> loaded = new HashMap<>();

    private ProviderFolder(ProviderPath path, Kind<P> kind) {
        this.path = path;
        this.kind = kind;
    }

    static ProviderFolder<CdcProvider> ofCdc(ProviderPath path) {
        return new ProviderFolder<>(
                path, new Kind<>("provider", CdcProvider.class, CdcProvider::name));
    }

    static ProviderFolder<TenancyStrategy> ofTenancy(ProviderPath path) {
        return new ProviderFolder<>(
                path, new Kind<>("strategy", TenancyStrategy.class, TenancyStrategy::name));
    }

    /** Whether there are jars called {@code name}. */
    boolean has(String name) {
        return path.names().contains(name);
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
        if (!path.names().contains(name)) {
            throw invalid(isUnknown(name), null);
        }
        try {
            return found(name, new ProviderLoader(name, urls(name)));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw invalid(
                    "\"%s\" cannot be loaded; it may be built for another version of this plugin (%s)"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    private String isUnknown(String name) {
        List<String> known = path.names();
        String hint =
                Nearest.to(name, known)
                        .map("did you mean %s?"::formatted)
                        .orElse("known: " + String.join(", ", known));
        String unread =
                path.unreadable().stream()
                        .map("; the folder %s cannot be read"::formatted)
                        .collect(Collectors.joining());
        return "there is no provider \"%s\" (%s)%s".formatted(name, hint, unread);
    }

    private P found(String name, ClassLoader loader) {
        List<P> found =
                ServiceLoader.load(kind.type(), loader).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        if (found.isEmpty()) {
            throw invalid(
                    "the jars of \"%s\" hold no %s (META-INF/services names no %s)"
                            .formatted(name, kind.key(), kind.type().getSimpleName()),
                    null);
        }
        found.forEach(provider -> checkIsWhole(name, provider.getClass()));
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

    /** One that was built against another SPI may lack what this one calls. */
    private void checkIsWhole(String name, Class<?> provider) {
        List<String> missing =
                Stream.of(provider.getMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .map(Method::getName)
                        .sorted()
                        .toList();
        if (!missing.isEmpty()) {
            throw invalid(
                    "\"%s\" is built for another version of this plugin: it lacks %s"
                            .formatted(name, String.join(", ", missing)),
                    null);
        }
    }

    private URL[] urls(String name) {
        try {
            return path.jars(name).stream().map(this::url).toArray(URL[]::new);
        } catch (Failure failure) {
            throw invalid(failure.fact(), failure);
        }
    }

    /** A class loader would pass over a broken jar without a word. */
    private URL url(Path jar) {
        try (JarFile _ = new JarFile(jar.toFile())) {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw invalid("%s is not a whole jar (%s)".formatted(jar, e.getMessage()), e);
        }
    }

    private Failure invalid(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.INVALID, kind.key() + ": " + fact, cause);
    }

    /** What is looked for, and the key under which users name it. */
    private record Kind<P>(String key, Class<P> type, Function<P, String> nameOf) {}
}
