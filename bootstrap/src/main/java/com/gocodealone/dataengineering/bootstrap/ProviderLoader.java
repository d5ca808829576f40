package com.gocodealone.dataengineering.bootstrap;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads one provider. It sees the JDK, the SPI and its own jars, and nothing else of the plugin; so
 * two providers may bring different versions of one library. Thread-safe.
 */
final class ProviderLoader extends URLClassLoader {
    /** What host and provider must share because it crosses the border between them. */
    private static final List<String> SHARED =
            List.of(
                    "com.gocodealone.dataengineering.domain.",
                    "org.jspecify.annotations.",
                    "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host = ProviderLoader.class.getClassLoader();

    ProviderLoader(String name, URL[] jars) {
        super("provider-" + name, jars, getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SHARED.stream().anyMatch(name::startsWith)
                ? host.loadClass(name)
                : super.loadClass(name, resolve);
    }

    /** A provider offers only what its own jars say. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.startsWith("META-INF/services/com.gocodealone.dataengineering.")
                ? findResources(name)
                : super.getResources(name);
    }
}
