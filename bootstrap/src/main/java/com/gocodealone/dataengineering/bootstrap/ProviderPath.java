package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the jars of providers are: in the plugin's own folder, which an update replaces, and in
 * those that the user names. A provider is a folder of jars or one jar, and has that name.
 *
 * @param others from these nothing is taken that others than this user and root could replace
 * @param othersMayWrite whether it is taken all the same
 */
record ProviderPath(Path own, List<Path> others, boolean othersMayWrite) {
    /** The environment variable that says so. */
    static final String ALLOWANCE = "DATA_ENGINEERING_ALLOW_WRITABLE_PROVIDERS";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderPath.class);
    private static final String JAR = ".jar";

    /** All names for which there are jars. */
    List<String> names() {
        return folders()
                .flatMap(folder -> entries(folder).stream())
                .map(ProviderPath::name)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The jars of the provider called {@code name}.
     *
     * @throws Failure INVALID when another one has the same name, or when others may write them
     */
    List<Path> jars(String name) {
        List<Path> found =
                folders()
                        .flatMap(folder -> entries(folder).stream())
                        .filter(entry -> name(entry).equals(name))
                        .toList();
        if (found.size() > 1) {
            throw invalid(
                    "\"%s\" is there twice: %s and %s; keep one of them"
                            .formatted(name, found.get(0), found.get(1)),
                    null);
        }
        Path entry = found.getFirst();
        boolean isFolder = Files.isDirectory(entry);
        checkAccess(entry, isFolder ? list(entry, file -> true) : found);
        return isFolder ? list(entry, ProviderPath::isJar) : found;
    }

    /**
     * Who may write the plugin's own folder may replace the plugin itself: refusing saves nobody.
     */
    private void checkAccess(Path entry, List<Path> files) {
        try {
            String complaint = WriteAccess.ofThisUser().complaint(files);
            if (complaint == null) {
                return;
            }
            if (!othersMayWrite && !entry.startsWith(own)) {
                throw invalid("%s, or set %s=true".formatted(complaint, ALLOWANCE), null);
            }
            LOG.warn("provider {}: {}", name(entry), complaint);
        } catch (IOException e) {
            throw invalid("%s cannot be read".formatted(entry), e);
        }
    }

    private Stream<Path> folders() {
        return Stream.concat(Stream.of(own), others.stream());
    }

    /** What the user names may be missing or closed, and the plugin's own providers still work. */
    List<Path> unreadable() {
        return others.stream().filter(folder -> !Files.isReadable(folder)).toList();
    }

    private static List<Path> entries(Path folder) {
        return Files.isReadable(folder)
                ? list(folder, entry -> Files.isDirectory(entry) || isJar(entry))
                : List.of();
    }

    private interface Choice {
        boolean takes(Path entry);
    }

    private static List<Path> list(Path folder, Choice choice) {
        List<Path> chosen = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(choice::takes).sorted().forEach(chosen::add);
        } catch (IOException e) {
            throw invalid("the folder %s cannot be read".formatted(folder), e);
        }
        return chosen;
    }

    private static boolean isJar(Path file) {
        return file.toString().endsWith(JAR);
    }

    private static String name(Path entry) {
        String file = String.valueOf(entry.getFileName());
        return isJar(entry) ? file.substring(0, file.length() - JAR.length()) : file;
    }

    private static Failure invalid(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.INVALID, fact, cause);
    }
}
